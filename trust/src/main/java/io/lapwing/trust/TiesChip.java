package io.lapwing.trust;

import io.lapwing.crypto.Bytes;

/// The chip as profile `ties-2024` uses it: an RSA-2048 key under which AES-256 keys are duplicated, and AES-CFB in the
/// chip. Methods throw [io.lapwing.crypto.Fault] `TAMPERED` for what is not for this chip.
public interface TiesChip {
    /// The modulus of its RSA key, 256 octets; the exponent is 65537.
    Bytes publicKey();

    /// A new AES-256 key that may go anywhere.
    TiesKey create();

    /// The key under another chip's RSA key.
    Bytes duplicate(TiesKey key, Bytes publicKey);

    /// A key that was duplicated to this chip.
    TiesKey load(Bytes blob);

    /// An AES-256 key in a chip.
    interface TiesKey extends AutoCloseable {
        /// AES-CFB with whole blocks of feedback; no MAC.
        ///
        /// @param initial 16 octets
        Bytes encrypt(Bytes initial, Bytes plain);

        /// The inverse of [#encrypt].
        Bytes decrypt(Bytes initial, Bytes sealed);

        @Override
        void close();
    }
}
