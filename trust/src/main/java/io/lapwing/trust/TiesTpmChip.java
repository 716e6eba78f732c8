package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.vault.tpm.DuplicableKey;
import io.lapwing.vault.tpm.Duplicate;
import io.lapwing.vault.tpm.DuplicationPolicy;
import io.lapwing.vault.tpm.KeyForm;
import io.lapwing.vault.tpm.KeyKind;
import io.lapwing.vault.tpm.StoragePublic;
import io.lapwing.vault.tpm.Tpm;

/// A [TiesChip] in a TPM 2.0: an RSA-2048 storage key, AES-256 session keys that the TPM itself uses (TPM2_EncryptDecrypt2), and
/// duplicates as a TPM gives them. **Insecure**, as the flow is: its keys may go anywhere ([DuplicationPolicy.Anyone]).
public final class TiesTpmChip implements TiesChip {
    private static final KeyForm FORM = KeyForm.AES_256_CFB;
    private static final DuplicationPolicy.Anyone POLICY = new DuplicationPolicy.Anyone();

    private final io.lapwing.vault.tpm.StorageKey storage;

    private TiesTpmChip(io.lapwing.vault.tpm.StorageKey storage) {
        this.storage = storage;
    }

    /// The chip that an open TPM is. Its keys are gone when the TPM is closed, which the caller does.
    ///
    /// @throws Fault `NOT_FOUND` when the TPM does not encrypt: many do not
    public static TiesTpmChip over(Tpm tpm) {
        if (!tpm.facts().forms().contains(FORM)) {
            throw new Fault(
                    Fault.Kind.NOT_FOUND,
                    "TPM of %s has no TPM2_EncryptDecrypt2: want one that has, or profile lapwing"
                            .formatted(tpm.facts().manufacturer()));
        }
        return new TiesTpmChip(tpm.storage(KeyKind.RSA_2048));
    }

    @Override
    public Bytes publicKey() {
        return storage.publicHalf().encode();
    }

    @Override
    public TiesKey create() {
        return new TpmTiesKey(storage.make(FORM, POLICY));
    }

    @Override
    public Bytes duplicate(TiesKey key, Bytes publicKey) {
        if (!(key instanceof TpmTiesKey own)) {
            throw Fault.badInput("key of another kind of chip: want one of this chip");
        }
        StoragePublic parent = StoragePublic.parse(publicKey);
        return own.key().duplicate(POLICY.to(parent)).encodeWhole(POLICY);
    }

    @Override
    public TiesKey load(Bytes blob) {
        return SoftwareChip.foreign(() ->
                new TpmTiesKey(
                        storage.importKey(Duplicate.parseWhole(FORM, POLICY, blob), POLICY)));
    }

    /// An AES-256 key in the TPM.
    private record TpmTiesKey(DuplicableKey key) implements TiesKey {
        @Override
        public Bytes encrypt(Bytes initial, Bytes plain) {
            return key.encrypt(initial, plain);
        }

        @Override
        public Bytes decrypt(Bytes initial, Bytes sealed) {
            return key.decrypt(initial, sealed);
        }

        @Override
        public void close() {
            key.close();
        }
    }
}
