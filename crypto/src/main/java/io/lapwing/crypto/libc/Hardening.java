package io.lapwing.crypto.libc;

import java.util.ArrayList;
import java.util.List;

/// Makes this process harder to look into, for its whole life.
public final class Hardening {
    /// `PR_SET_DUMPABLE` of `linux/prctl.h`.
    private static final int PR_SET_DUMPABLE = 4;

    /// `RLIMIT_CORE` of `asm-generic/resource.h`.
    private static final int RLIMIT_CORE = 4;

    private Hardening() {}

    /// What was achieved.
    ///
    /// @param notDumpable no core dump, and no other process of this user may attach or read its memory
    /// @param noCoreFile the limit on core files is 0 and cannot be raised again
    public record Achieved(boolean notDumpable, boolean noCoreFile) {
        /// What is missing, for people: empty when nothing is.
        public List<String> missing() {
            List<String> missing = new ArrayList<>();
            if (!notDumpable) {
                missing.add("other processes of this user can read its memory (PR_SET_DUMPABLE)");
            }
            if (!noCoreFile) {
                missing.add("a crash can write a core file (RLIMIT_CORE): set `ulimit -c 0`");
            }
            return List.copyOf(missing);
        }
    }

    /// Forbids core dumps and attaching to this process.
    public static Achieved apply() {
        if (!Libc.isHere()) {
            return new Achieved(false, false);
        }
        return new Achieved(
                Libc.prctl(PR_SET_DUMPABLE, 0) == 0, Libc.setrlimit(RLIMIT_CORE, 0, 0) == 0);
    }
}
