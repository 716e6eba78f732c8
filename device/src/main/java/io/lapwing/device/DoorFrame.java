package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.nio.ByteBuffer;
import java.util.Optional;

/// How messages lie in a door's stream: `length(2) | message`, the most significant octet first.
final class DoorFrame {
    /// The longest message: more than a LoRaWAN frame with its blocks.
    static final int MAX_MESSAGE_BYTES = 1024;

    private static final int HEADER_BYTES = 2;

    private final ByteBuffer received = ByteBuffer.allocate(HEADER_BYTES + MAX_MESSAGE_BYTES);

    /// Where octets are read into.
    ByteBuffer room() {
        return received;
    }

    /// Whether a message has begun and is not whole.
    boolean isCut() {
        return received.position() > 0;
    }

    /// Takes the next whole message off the stream.
    ///
    /// @throws Fault `BAD_INPUT` when its length is 0 or above the bound: no later message can be found
    Optional<Bytes> next() {
        if (received.position() < HEADER_BYTES) {
            return Optional.empty();
        }
        int length = received.getShort(0) & 0xffff;
        if (length < 1 || length > MAX_MESSAGE_BYTES) {
            throw Fault.badInput("message of " + length + " bytes: want 1 to " + MAX_MESSAGE_BYTES);
        }
        if (received.position() < HEADER_BYTES + length) {
            return Optional.empty();
        }
        byte[] message = new byte[length];
        received.flip();
        received.position(HEADER_BYTES);
        received.get(message);
        received.compact();
        return Optional.of(Bytes.of(message));
    }

    static ByteBuffer of(Bytes message) {
        if (message.length() < 1 || message.length() > MAX_MESSAGE_BYTES) {
            throw Fault.badInput(
                    "message of %d bytes: want 1 to %d"
                            .formatted(message.length(), MAX_MESSAGE_BYTES));
        }
        return ByteBuffer.allocate(HEADER_BYTES + message.length())
                .putShort((short) message.length())
                .put(message.toArray())
                .flip();
    }
}
