package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;

/// An HMAC key that came from outside, such as one that was agreed or delivered, and is this TPM's from then on: it does not
/// leave it again, and goes to no other.
///
/// Made and loaded by a [StorageKey]. Any number may be open. Safe for use by many threads.
public final class HeldKey implements AutoCloseable {
    private final Chip chip;
    private final TpmObject object;
    private final Bytes privatePart;

    HeldKey(Chip chip, TpmObject object, Bytes privatePart) {
        this.chip = chip;
        this.object = object;
        this.privatePart = privatePart;
    }

    /// HMAC-SHA-256 of a message, 32 octets; the caller closes it.
    ///
    /// @param message at most 1024 octets
    public Secret hmac(Bytes message) {
        return Macs.hmac(chip, object, message);
    }

    /// How to have it again after a restart, by [StorageKey#loadHeld].
    public StoredKey stored() {
        return new StoredKey(object.area().unique(), privatePart);
    }

    /// Removes it from the TPM's memory. Closing twice is harmless.
    @Override
    public void close() {
        chip.drop(object);
    }
}
