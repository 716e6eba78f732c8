package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.oscore.CborWriter;

/// Labels as the Central Entity remembers them.
final class Labels {
    private Labels() {}

    /// By which an access key is known again: one of 128 random bits does not come out of it.
    static Bytes digest(AccessKey key) {
        try (Secret digest =
                SoftwareKey.hmac(key.secret(), new CborWriter().text("burnt label").done())) {
            return digest.use(octets -> Bytes.of(octets));
        }
    }
}
