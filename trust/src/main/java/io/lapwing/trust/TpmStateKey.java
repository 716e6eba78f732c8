package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.P256Point;
import io.lapwing.oscore.CborReader;
import io.lapwing.oscore.CborWriter;
import io.lapwing.vault.tpm.BoundKey;
import io.lapwing.vault.tpm.KeyKind;
import io.lapwing.vault.tpm.PcrSelection;
import io.lapwing.vault.tpm.PcrState;
import io.lapwing.vault.tpm.StoredKey;
import io.lapwing.vault.tpm.Tpm;
import java.security.interfaces.ECPublicKey;

/// A [StateKey] in a TPM: its policy is the state of the PCRs when it was made, so that the TPM itself refuses to sign in any
/// other.
public final class TpmStateKey implements StateKey {
    private static final int LARGEST_PART_BYTES = 1_200;

    private final BoundKey key;
    private final VerificationKey verificationKey;

    private TpmStateKey(BoundKey key) {
        this.key = key;
        verificationKey =
                new VerificationKey(P256Point.of((ECPublicKey) key.publicKey()).compressed());
    }

    /// A new key for the present state.
    ///
    /// @param selection the PCRs that say what state the node is in
    public static TpmStateKey make(Tpm tpm, PcrSelection selection) {
        return make(tpm, tpm.pcrState(selection));
    }

    /// A new key for a state that is to come, such as that of new firmware.
    public static TpmStateKey make(Tpm tpm, PcrState state) {
        return new TpmStateKey(tpm.storage(KeyKind.ECC_P256).makeBound(state));
    }

    /// A key that this TPM made, after a restart: also in another state, in which it does not sign.
    ///
    /// @param stored what [#stored] gave
    /// @throws io.lapwing.crypto.Fault `TAMPERED` when it is of another TPM or was altered, `BAD_INPUT` when it is no
    ///     such key
    public static TpmStateKey open(Tpm tpm, Bytes stored) {
        var in = new CborReader(stored);
        PcrState state = PcrState.parse(in.octets("state", 1, LARGEST_PART_BYTES));
        StoredKey key = StoredKey.parse(in.octets("key", 1, LARGEST_PART_BYTES));
        in.end();
        return new TpmStateKey(tpm.storage(KeyKind.ECC_P256).loadBound(key, state));
    }

    /// How to have it again; no secret.
    public Bytes stored() {
        return new CborWriter().octets(key.state().encode()).octets(key.stored().encode()).done();
    }

    @Override
    public VerificationKey verificationKey() {
        return verificationKey;
    }

    @Override
    public Bytes sign(Bytes message) {
        return key.sign(message);
    }

    @Override
    public void close() {
        key.close();
    }
}
