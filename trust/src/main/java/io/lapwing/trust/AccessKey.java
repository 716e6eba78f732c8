package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;

/// The one-time key of a label: 16 octets that the node's chip drew, printed on the box, entered at the Central Entity, and
/// burnt by the join.
///
/// @param secret 16 octets
public record AccessKey(Secret secret) implements AutoCloseable {
    public static final int LENGTH_BYTES = 16;

    public AccessKey {
        if (secret.length() != LENGTH_BYTES) {
            throw Fault.badInput(
                    "access key of " + secret.length() + " bytes: want " + LENGTH_BYTES);
        }
    }

    /// Reads 32 hexadecimal digits; spaces and hyphens between them are as on the label.
    public static AccessKey parse(String text) {
        return new AccessKey(Secret.take(Bytes.hex(text.replaceAll("[ -]", "")).toArray()));
    }

    @Override
    public void close() {
        secret.close();
    }
}
