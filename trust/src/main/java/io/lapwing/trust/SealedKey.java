package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// A key that left a chip for another one: ciphertext under that one's storage key.
///
/// @param octets 1 to 512, as the chips agree
public record SealedKey(Bytes octets) {
    static final int LARGEST_BYTES = 512;

    public SealedKey {
        if (octets.length() < 1 || octets.length() > LARGEST_BYTES) {
            throw Fault.badInput(
                    "sealed key of %d bytes: want 1 to %d"
                            .formatted(octets.length(), LARGEST_BYTES));
        }
    }
}
