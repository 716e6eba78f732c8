package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.vault.tpm.Duplicate;
import io.lapwing.vault.tpm.DuplicationPolicy;
import io.lapwing.vault.tpm.KeyForm;
import io.lapwing.vault.tpm.KeyKind;
import io.lapwing.vault.tpm.StoragePublic;
import io.lapwing.vault.tpm.StoredKey;
import io.lapwing.vault.tpm.Tpm;

/// A [KeyChip] in a TPM 2.0. No session key leaves it in the clear, and none goes where its policy does not let it.
///
/// Its storage key is the TPM's primary one on P-256. Session keys are HMAC keys, which every TPM can use; their policy is
/// [TpmPolicies#of]. A sealed key is 202 octets: [Duplicate#encodeShort]. A TPM that was reset has lost the keys that were
/// open: `UNAVAILABLE`, and the node starts anew from what it remembers.
///
/// Safe for use by many threads.
public final class TpmChip implements KeyChip {
    private static final KeyForm FORM = KeyForm.HMAC_SHA256;

    private final io.lapwing.vault.tpm.StorageKey storage;
    private final StorageKey storageKey;
    private final TpmPermissions permissions = new TpmPermissions();

    private TpmChip(io.lapwing.vault.tpm.StorageKey storage) {
        this.storage = storage;
        storageKey = new StorageKey(storage.publicHalf().encode());
    }

    /// The chip that an open TPM is. Its keys are gone when the TPM is closed, which the caller does.
    public static TpmChip over(Tpm tpm) {
        return new TpmChip(tpm.storage(KeyKind.ECC_P256));
    }

    @Override
    public StorageKey storageKey() {
        return storageKey;
    }

    @Override
    public MadeKey create(CentralKeys central) {
        DuplicationPolicy.Translated policy = TpmPolicies.of(central);
        return new TpmKey.Made(TpmKey.mac(storage.make(FORM, policy)), policy.toCentre());
    }

    @Override
    public DerivingKey load(SealedKey sealed, CentralKeys central) {
        DuplicationPolicy policy = TpmPolicies.of(central);
        return SoftwareChip.foreign(() ->
                new TpmKey.Loaded(
                        TpmKey.mac(
                                storage.importKey(
                                        Duplicate.parseShort(FORM, sealed.octets()), policy))));
    }

    @Override
    public SealedKey rewrap(SealedKey sealed, StorageKey newParent, ListSigner signer) {
        DuplicationPolicy.Translated policy =
                TpmPolicies.of(new CentralKeys(storageKey, signer.verificationKey()));
        StoragePublic parent = TpmPolicies.parent(newParent);
        Bytes permission = permissions.of(signer, newParent, policy.onward().permissionFor(parent));
        return SoftwareChip.foreign(() ->
                new SealedKey(
                        storage.rewrap(
                                        Duplicate.parseShort(FORM, sealed.octets()),
                                        policy.to(parent, permission))
                                .encodeShort()));
    }

    @Override
    public Held hold(Secret key) {
        var held = storage.hold(key);
        return new Held(new TpmKey.Taken(held), held.stored().encode());
    }

    @Override
    public DerivingKey open(Bytes blob) {
        return SoftwareChip.foreign(
                () -> new TpmKey.Taken(storage.loadHeld(StoredKey.parse(blob))));
    }
}
