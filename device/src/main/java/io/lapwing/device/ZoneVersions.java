package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// How often each region of a keyed zone was written: what tells its last contents from earlier ones. It must be where who
/// can write to the zone cannot: in locked memory while the zone's own memory is the process's; for a memory that outlives
/// the process, under a counter that only rises: [KeptVersions].
///
/// One thread at a time.
public interface ZoneVersions {
    /// 0 for a region that was never written.
    long get(int index);

    /// One more than before, durable on return.
    ///
    /// @return the new version
    long raise(int index);

    /// Raises those of the first regions that were ever written: whatever was in them is old from now on.
    default void raiseWritten(int regions) {
        for (int index = 0; index < regions; index++) {
            if (get(index) > 0) {
                var _ = raise(index);
            }
        }
    }

    /// Versions in locked memory, all 0.
    static Locked locked(int regions) {
        return new Locked(Secret.allocate(regions * Locked.VERSION_BYTES));
    }

    /// Versions in locked memory, as they were kept.
    ///
    /// @param kept 8 octets for each region, from [Locked#octets]
    static Locked locked(Bytes kept) {
        if (kept.length() == 0 || kept.length() % Locked.VERSION_BYTES != 0) {
            throw Fault.badInput("versions of " + kept.length() + " bytes: want 8 for each region");
        }
        return new Locked(Secret.take(kept.toArray()));
    }

    /// Versions in locked memory.
    final class Locked implements ZoneVersions, AutoCloseable {
        private static final int VERSION_BYTES = Long.BYTES;

        private static final ValueLayout.OfLong VERSION =
                ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

        private final Secret versions;

        private Locked(Secret versions) {
            this.versions = versions;
        }

        @Override
        public long get(int index) {
            return octetsOf().get(VERSION, (long) index * VERSION_BYTES);
        }

        @Override
        public long raise(int index) {
            long raised = get(index) + 1;
            octetsOf().set(VERSION, (long) index * VERSION_BYTES, raised);
            return raised;
        }

        private MemorySegment octetsOf() {
            return versions.segment();
        }

        /// All versions, to be kept beyond this process: 8 octets for each region, big-endian. No secret.
        public Bytes octets() {
            return Bytes.of(octetsOf());
        }

        @Override
        public void close() {
            versions.close();
        }
    }
}
