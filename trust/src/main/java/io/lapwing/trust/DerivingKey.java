package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;

/// A key that does one thing: it derives others. Every chip can do it, also one that cannot encrypt: it is TPM2_HMAC.
public interface DerivingKey extends AutoCloseable {
    /// HMAC-SHA-256 of the context under this key.
    ///
    /// @param context says what the result is for, and for which run; at most 1024 octets
    /// @return 32 octets
    Secret derive(Bytes context);

    /// Lets the chip forget the key.
    @Override
    void close();
}
