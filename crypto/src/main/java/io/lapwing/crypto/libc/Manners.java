package io.lapwing.crypto.libc;

/// How a thread behaves towards others on the same processors.
public final class Manners {
    /// `linux/sched.h`.
    private static final int SCHED_BATCH = 3;

    private Manners() {}

    /// Lets the calling platform thread, when it is woken, wait for its turn instead of taking the processor from the one
    /// that runs (sched(7), `SCHED_BATCH`). Elsewhere than on Linux nothing happens.
    ///
    /// @return whether it does so from now on
    public static boolean waitForTurn() {
        return Libc.isHere() && Libc.schedSetScheduler(SCHED_BATCH) == 0;
    }
}
