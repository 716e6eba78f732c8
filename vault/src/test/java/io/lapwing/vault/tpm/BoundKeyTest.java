package io.lapwing.vault.tpm;

import static io.lapwing.vault.tpm.Samples.DATA;
import static io.lapwing.vault.tpm.Samples.DEBUG_PCR;
import static io.lapwing.vault.tpm.Samples.MEASUREMENT;
import static io.lapwing.vault.tpm.Samples.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Keys that stay in their chip: one for signatures in one state, one for Diffie-Hellman.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BoundKeyTest {
    private static final PcrSelection SELECTION = PcrSelection.of(0, DEBUG_PCR);

    private Swtpm swtpm;
    private Tpm tpm;

    @BeforeAll
    void open(@TempDir Path folder) {
        swtpm = Swtpm.start(folder);
        tpm = swtpm.open();
    }

    @AfterAll
    void close() {
        tpm.close();
        swtpm.close();
    }

    @Test
    void signsInItsStateAndInNoOther() {
        BoundKey key = tpm.storage(KeyKind.ECC_P256).makeBound(tpm.pcrState(SELECTION));
        PublicKey known = key.publicKey();

        Bytes signature = key.sign(DATA);
        tpm.extend(DEBUG_PCR, MEASUREMENT);

        assertThat(signature.length()).isEqualTo(64);
        assertThat(BoundKey.verify(known, DATA, signature)).isTrue();
        assertThat(BoundKey.verify(known, Samples.flipped(DATA, 0), signature)).isFalse();
        assertFault(Fault.Kind.FORBIDDEN, () -> key.sign(DATA)).hasMessageContaining("16");
        tpm.reset(DEBUG_PCR);
        assertThat(BoundKey.verify(known, DATA, key.sign(DATA))).isTrue();
    }

    @Test
    void cannotBeUsedPastItsPolicy() {
        Chip chip = tpm.chip();
        StorageKey storage = tpm.storage(KeyKind.ECC_P256);
        PcrState state = tpm.pcrState(SELECTION);
        StoredKey stored = storage.makeBound(state).stored();
        PublicArea area =
                new PublicArea(
                        Template.BOUND_P256,
                        PolicyDigest.START.pcr(state).value(),
                        stored.unique());
        Entity owner = chip.owner();
        TpmObject parent =
                chip.createPrimary(owner, chip.authorization(owner), Template.STORAGE_P256);
        TpmObject key = chip.load(parent, area, stored.sealed());

        assertFault(
                        Fault.Kind.FORBIDDEN,
                        () ->
                                chip.run(
                                        chip.on(CommandCode.SIGN, key)
                                                .sized(MEASUREMENT)
                                                .u16(Tcg.ALG_NULL)
                                                .u16(Tcg.ST_HASHCHECK)
                                                .u32(Tcg.RH_NULL)
                                                .sized(Bytes.EMPTY)))
                .hasMessageContaining("TPM_RC_AUTH_UNAVAILABLE");
        chip.drop(key);
        chip.drop(parent);
    }

    @Test
    void loadsAgainForItsStateAlone() {
        StorageKey storage = tpm.storage(KeyKind.ECC_P256);
        PcrState state = tpm.pcrState(SELECTION);
        Bytes kept;
        PublicKey known;
        try (BoundKey key = storage.makeBound(state)) {
            kept = key.stored().encode();
            known = key.publicKey();
        }

        try (BoundKey again = storage.loadBound(StoredKey.parse(kept), state)) {
            assertThat(BoundKey.verify(known, DATA, again.sign(DATA))).isTrue();
        }
        PcrState other = new PcrState(SELECTION, MEASUREMENT);
        assertFault(Fault.Kind.TAMPERED, () -> storage.loadBound(StoredKey.parse(kept), other));
    }

    @Test
    void agreesWithSoftwareOnASharedSecret() throws GeneralSecurityException {
        StorageKey storage = tpm.storage(KeyKind.ECC_P256);
        KeyPair theirs = Samples.p256();
        try (AgreementKey made = storage.makeAgreement();
                AgreementKey mine = storage.loadAgreement(made.stored())) {
            KeyAgreement software = KeyAgreement.getInstance("ECDH");
            software.init(theirs.getPrivate());
            software.doPhase(mine.publicKey(), true);

            Bytes shared = Samples.octets(mine.agree((ECPublicKey) theirs.getPublic()));

            assertThat(shared).isEqualTo(Bytes.of(software.generateSecret()));
        }
    }
}
