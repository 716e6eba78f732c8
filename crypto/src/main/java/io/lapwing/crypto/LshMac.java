package io.lapwing.crypto;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// HMAC (RFC 2104) with LSH-256-224: a tag of 28 octets. Key and message stay in native memory, but for the words that
/// [Lsh256] is working on.
public final class LshMac {
    /// Length of a tag.
    public static final int TAG_BYTES = Lsh256.DIGEST_BYTES;

    /// RFC 2104 §3: a key shorter than the hash's output is weaker than the hash, and one longer than a block would
    /// be hashed first, which brings nothing.
    private static final int SHORTEST_KEY_BYTES = Lsh256.DIGEST_BYTES;

    private static final int BLOCK_BYTES = Lsh256.BLOCK_BYTES;

    // RFC 2104 §2
    private static final int IPAD = 0x36;
    private static final int OPAD = 0x5C;

    private LshMac() {}

    /// The tag of all parts, one after the other.
    ///
    /// @param key 28 to 128 octets
    public static Bytes tag(Secret key, MemorySegment... parts) {
        if (key.length() < SHORTEST_KEY_BYTES || key.length() > BLOCK_BYTES) {
            throw Fault.badInput(
                    "HMAC key of "
                            + key.length()
                            + " bytes: want "
                            + SHORTEST_KEY_BYTES
                            + " to "
                            + BLOCK_BYTES);
        }
        return key.use(k -> {
            byte[] inner = hash(k, IPAD, parts).toArray();
            return hash(k, OPAD, MemorySegment.ofArray(inner));
        });
    }

    /// The digest of the key, filled with zeroes to a block and added to `pad`, and of what follows it.
    private static Bytes hash(MemorySegment key, int pad, MemorySegment... parts) {
        int length = BLOCK_BYTES;
        for (MemorySegment part : parts) {
            length = Math.addExact(length, Math.toIntExact(part.byteSize()));
        }
        try (Secret input = Secret.allocate(length)) {
            MemorySegment octets = input.segment();
            for (int i = 0; i < BLOCK_BYTES; i++) {
                int keyOctet = i < key.byteSize() ? key.get(ValueLayout.JAVA_BYTE, i) : 0;
                octets.set(ValueLayout.JAVA_BYTE, i, (byte) (keyOctet ^ pad));
            }
            long at = BLOCK_BYTES;
            for (MemorySegment part : parts) {
                MemorySegment.copy(part, 0, octets, at, part.byteSize());
                at += part.byteSize();
            }
            return Lsh256.digest(octets);
        }
    }
}
