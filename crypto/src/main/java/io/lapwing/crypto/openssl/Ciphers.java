package io.lapwing.crypto.openssl;

import io.lapwing.crypto.Fault;
import java.lang.foreign.MemorySegment;

/// AES in two modes and three key sizes, as libcrypto names them. One of each for the process: fetching is slow.
final class Ciphers {
    private final MemorySegment[] ecb = fetch("ECB");
    private final MemorySegment[] cbc = fetch("CBC");

    MemorySegment ecb(MemorySegment key) {
        return ecb[size(key)];
    }

    MemorySegment cbc(MemorySegment key) {
        return cbc[size(key)];
    }

    private static MemorySegment[] fetch(String mode) {
        return new MemorySegment[] {
            Libcrypto.fetch("AES-128-" + mode),
            Libcrypto.fetch("AES-192-" + mode),
            Libcrypto.fetch("AES-256-" + mode)
        };
    }

    private static int size(MemorySegment key) {
        return switch ((int) key.byteSize()) {
            case 16 -> 0;
            case 24 -> 1;
            case 32 -> 2;
            default ->
                    throw Fault.badInput(
                            "AES key of " + key.byteSize() + " bytes: want 16, 24 or 32");
        };
    }
}
