package io.lapwing.trust;

import io.lapwing.crypto.Aes;
import java.util.random.RandomGenerator;

/// What a Central Entity is made of, beside its store.
///
/// @param chip in which keys are translated
/// @param guard keeps master keys and labels safe in the store
/// @param signer of device lists
/// @param random where nonces and shares come from: it must be unpredictable
public record CentralParts(
        KeyChip chip, KeyGuard guard, ListSigner signer, Aes aes, RandomGenerator random) {
    CentralKeys keys() {
        return new CentralKeys(chip.storageKey(), signer.verificationKey());
    }
}
