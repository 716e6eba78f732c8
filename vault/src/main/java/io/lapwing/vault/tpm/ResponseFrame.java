package io.lapwing.vault.tpm;

import io.lapwing.crypto.Fault;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// A response as it comes in, in one piece or in many (Part 3, "Response header": tag, size, code).
final class ResponseFrame {
    static final int HEADER_BYTES = 10;

    /// No response is longer (Part 2, "TPM_PT": implementations have TPM_PT_MAX_RESPONSE_SIZE 4096).
    static final int LONGEST_BYTES = 4096;

    private static final int SIZE_AT = 2;

    private final ByteBuffer buffer = ByteBuffer.allocate(LONGEST_BYTES);

    /// Where what comes in goes: room for the longest response.
    ByteBuffer room() {
        return buffer;
    }

    /// Whether all of it is here.
    ///
    /// @throws Fault `TAMPERED` for a size that no response has, and for more than it says
    boolean complete() {
        if (buffer.position() < SIZE_AT + Integer.BYTES) {
            return false;
        }
        int size = buffer.getInt(SIZE_AT);
        if (size < HEADER_BYTES || size > LONGEST_BYTES) {
            throw wrong("says it has " + Integer.toUnsignedLong(size));
        }
        if (buffer.position() > size) {
            throw wrong("has " + buffer.position() + " and says " + size);
        }
        return buffer.position() == size;
    }

    byte[] octets() {
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /// Wipes.
    void clear() {
        Arrays.fill(buffer.array(), (byte) 0);
    }

    private static Fault wrong(String bytes) {
        return new Fault(
                Fault.Kind.TAMPERED,
                "response of a TPM %s bytes: want %d to %d, and what it says"
                        .formatted(bytes, HEADER_BYTES, LONGEST_BYTES));
    }
}
