package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Lsh256;
import io.lapwing.crypto.LshMac;
import io.lapwing.crypto.Secret;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// What stands in front of a region's data and proves it.
sealed interface ZoneCheck extends AutoCloseable {
    /// How many versions before the last a refused region is compared with, to say what it is.
    int VERSIONS_COMPARED = 16;

    /// The check of what is about to be written.
    ///
    /// @param data all of it
    Bytes ofNew(int index, MemorySegment data);

    /// The check that a region must have now.
    Bytes of(int index, MemorySegment data);

    /// Whether the region was never written.
    boolean isFresh(int index);

    /// What is in the first regions must not be believed any more, also when it is brought back.
    void forget(int count);

    /// What a region is whose check is another.
    ///
    /// @param found the check it has
    String diagnose(int index, MemorySegment data, Bytes found);

    @Override
    void close();

    /// The digest of the data (Kim et al., "LPWA security framework", §2.1). It finds faults and clumsy changes. Whoever can
    /// write can forge it, and swapped or older regions look right.
    record Hashed() implements ZoneCheck {
        @Override
        public Bytes ofNew(int index, MemorySegment data) {
            return Lsh256.digest(data);
        }

        @Override
        public Bytes of(int index, MemorySegment data) {
            return Lsh256.digest(data);
        }

        @Override
        public boolean isFresh(int index) {
            return true;
        }

        @Override
        public void forget(int count) {}

        @Override
        public String diagnose(int index, MemorySegment data, Bytes found) {
            return "is not what was written";
        }

        @Override
        public void close() {}
    }

    /// A tag by HMAC-LSH-256-224 over index (4 octets), version (8), length (2) and data, big-endian.
    record Keyed(Secret key, ZoneVersions versions, int regions) implements ZoneCheck {
        @Override
        public Bytes ofNew(int index, MemorySegment data) {
            // Raised before anything is written under it: two contents under one version would both
            // be right.
            return tag(index, versions.raise(index), data);
        }

        @Override
        public Bytes of(int index, MemorySegment data) {
            return tag(index, versions.get(index), data);
        }

        @Override
        public boolean isFresh(int index) {
            return versions.get(index) == 0;
        }

        @Override
        public void forget(int count) {
            versions.raiseWritten(count);
        }

        @Override
        public String diagnose(int index, MemorySegment data, Bytes found) {
            long version = versions.get(index);
            for (long old = version - 1; old > 0 && old >= version - VERSIONS_COMPARED; old--) {
                if (tag(index, old, data).equals(found)) {
                    return "was rolled back to version " + old + ": want " + version;
                }
            }
            for (int other = 0; other < regions; other++) {
                if (other != index && tag(other, versions.get(other), data).equals(found)) {
                    return "was overwritten with region " + other;
                }
            }
            return "is not what was written";
        }

        private Bytes tag(int index, long version, MemorySegment data) {
            byte[] header =
                    ByteBuffer.allocate(Integer.BYTES + Long.BYTES + Short.BYTES)
                            .putInt(index)
                            .putLong(version)
                            .putShort((short) data.byteSize())
                            .array();
            return LshMac.tag(key, MemorySegment.ofArray(header), data);
        }

        @Override
        public void close() {
            key.close();
        }
    }
}
