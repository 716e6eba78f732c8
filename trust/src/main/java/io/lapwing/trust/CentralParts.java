package io.lapwing.trust;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.vault.Vault;
import java.util.random.RandomGenerator;

/// What a Central Entity is made of, beside its store.
///
/// @param chip in which keys are translated
/// @param guard keeps master keys and labels safe in the store
/// @param signer of device lists, and of permissions that keys go to a node's chip
/// @param random where nonces and shares come from: it must be unpredictable
public record CentralParts(
        KeyChip chip, KeyGuard guard, ListSigner signer, Aes aes, RandomGenerator random) {
    /// All of it from a vault: the same keys after each start, and stored nowhere. The chip's are in this process's memory
    /// while it runs; a TPM's ([#with]) are not.
    ///
    /// @param vault closed by the caller, after the Central Entity
    public static CentralParts of(Vault vault, Aes aes, RandomGenerator random) {
        Secret guarding = vault.derive("trust-guard", Bytes.EMPTY);
        return new CentralParts(
                SoftwareChip.of(aes, context -> vault.derive("trust-chip", context)),
                new SoftwareGuard(aes, guarding),
                VaultSigner.of(vault),
                aes,
                random);
    }

    /// The same with another chip: one that has been in use already must stay, as nodes seal keys to it.
    public CentralParts with(KeyChip other) {
        return new CentralParts(other, guard, signer, aes, random);
    }

    CentralKeys keys() {
        return new CentralKeys(chip.storageKey(), signer.verificationKey());
    }
}
