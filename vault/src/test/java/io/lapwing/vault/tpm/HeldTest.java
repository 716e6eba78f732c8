package io.lapwing.vault.tpm;

import static io.lapwing.vault.tpm.Samples.DATA;
import static io.lapwing.vault.tpm.Samples.DEBUG_PCR;
import static io.lapwing.vault.tpm.Samples.MEASUREMENT;
import static io.lapwing.vault.tpm.Samples.assertFault;
import static io.lapwing.vault.tpm.Samples.flipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What comes into a TPM from outside: keys that it takes over, and octets that it seals to a state.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeldTest {
    private static final PcrSelection SELECTION = PcrSelection.of(0, DEBUG_PCR);
    private static final Bytes OCTETS = Bytes.hex("5A".repeat(16));

    private Swtpm swtpm;
    private Swtpm other;
    private Tpm tpm;

    @BeforeAll
    void open(@TempDir Path folder) {
        swtpm = Swtpm.start(folder);
        other = Swtpm.start(folder);
        tpm = swtpm.open();
    }

    @AfterAll
    void close() {
        tpm.close();
        swtpm.close();
        other.close();
    }

    private StorageKey storage() {
        return tpm.storage(KeyKind.ECC_P256);
    }

    private static Secret secret() {
        return Secret.take(OCTETS.toArray());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 32, 64})
    void computesHmacsAsSoftwareDoes(int keyBytes) {
        Bytes octets = OCTETS.slice(0, 1);
        while (octets.length() < keyBytes) {
            octets = Bytes.concat(octets, OCTETS.slice(0, 1));
        }
        byte[] software = Hmac.of(octets.toArray(), DATA.toArray());
        try (Secret key = Secret.take(octets.toArray());
                HeldKey held = storage().hold(key)) {
            assertThat(Samples.octets(held.hmac(DATA))).isEqualTo(Bytes.of(software));
            assertThat(Samples.octets(held.hmac(Bytes.of(new byte[1024]))).length()).isEqualTo(32);
            assertFault(Fault.Kind.BAD_INPUT, () -> held.hmac(Bytes.of(new byte[1025])));
        }
    }

    @Test
    void opensAHeldKeyAgainUnderItsOwnStorageKeyAlone() {
        StoredKey stored;
        Bytes mac;
        try (Secret key = secret();
                HeldKey held = storage().hold(key)) {
            stored = StoredKey.parse(held.stored().encode());
            mac = Samples.octets(held.hmac(DATA));
        }

        try (HeldKey again = storage().loadHeld(stored)) {
            assertThat(Samples.octets(again.hmac(DATA))).isEqualTo(mac);
        }
        StoredKey altered = new StoredKey(stored.unique(), flipped(stored.sealed(), 50));
        assertFault(Fault.Kind.TAMPERED, () -> storage().loadHeld(altered));
        try (Tpm foreign = other.open()) {
            assertFault(
                    Fault.Kind.TAMPERED, () -> foreign.storage(KeyKind.ECC_P256).loadHeld(stored));
        }
    }

    @Test
    void tellsNoHeldKeyOnTheWires() {
        tpm.close();
        Tap tap = Tap.on(swtpm);
        try (Tpm tapped = tap.open();
                Secret key = secret()) {
            StorageKey storage = tapped.storage(KeyKind.ECC_P256);
            PcrState state = tapped.pcrState(SELECTION);

            storage.hold(key).close();
            Secret again = storage.unseal(storage.seal(key, state));

            assertThat(Samples.octets(again)).isEqualTo(OCTETS);
            assertThat(tap.traffic()).doesNotContain(OCTETS.toHex());
        } finally {
            tpm = swtpm.open();
        }
    }

    @Test
    void neverLetsAHeldKeyOut() {
        Chip chip = tpm.chip();
        Entity owner = chip.owner();
        TpmObject parent =
                chip.createPrimary(owner, chip.authorization(owner), Template.STORAGE_P256);
        StoredKey stored;
        try (Secret key = secret();
                HeldKey held = storage().hold(key)) {
            stored = held.stored();
        }
        TpmObject key =
                chip.load(
                        parent,
                        new PublicArea(Template.HELD, Bytes.EMPTY, stored.unique()),
                        stored.sealed());
        try (PolicySession session = PolicySession.start(chip)) {
            session.duplicationSelect(key.name(), parent.name());
            chip.slots().bring(key, parent);

            assertFault(
                    Fault.Kind.FORBIDDEN,
                    () ->
                            chip.run(
                                    Command.of(CommandCode.DUPLICATE)
                                            .on(chip.slots().entity(key), session.authorization())
                                            .on(chip.slots().entity(parent))
                                            .sized(Bytes.EMPTY)
                                            .u16(Tcg.ALG_NULL)));
        }
        chip.drop(key);
        chip.drop(parent);
    }

    @Test
    void givesSealedOctetsBackInTheirStateAlone() {
        SealedData sealed;
        try (Secret octets = secret()) {
            sealed = storage().seal(octets, tpm.pcrState(SELECTION));
        }
        SealedData kept = SealedData.parse(sealed.encode());

        assertThat(kept).isEqualTo(sealed);
        assertThat(Samples.octets(storage().unseal(kept))).isEqualTo(OCTETS);
        tpm.extend(DEBUG_PCR, MEASUREMENT);
        assertFault(Fault.Kind.FORBIDDEN, () -> storage().unseal(kept))
                .hasMessageContaining("PCRs [0, 16] are not in the state");
        SealedData claimed = new SealedData(tpm.pcrState(SELECTION), kept.stored());
        assertFault(Fault.Kind.TAMPERED, () -> storage().unseal(claimed));
        tpm.reset(DEBUG_PCR);
        assertThat(Samples.octets(storage().unseal(kept))).isEqualTo(OCTETS);
    }

    @Test
    void sealsNeitherNothingNorTooMuch() {
        PcrState state = tpm.pcrState(SELECTION);
        try (Secret most = Secret.random(128);
                Secret more = Secret.random(129);
                Secret longKey = Secret.random(65)) {
            assertThat(storage().unseal(storage().seal(most, state)).length()).isEqualTo(128);
            assertFault(Fault.Kind.BAD_INPUT, () -> storage().seal(more, state));
            assertFault(Fault.Kind.BAD_INPUT, () -> storage().hold(longKey));
        }
    }

    @Test
    void readsTheOneFormOfAState() {
        PcrState state = new PcrState(PcrSelection.of(0, 7, 16), MEASUREMENT);

        assertThat(PcrState.parse(state.encode())).isEqualTo(state);
        for (String form : List.of("", "00", "020000", "021000", "0118")) {
            Bytes encoded = Bytes.concat(Bytes.hex(form), MEASUREMENT);
            assertFault(Fault.Kind.BAD_INPUT, () -> PcrState.parse(encoded));
        }
        assertFault(
                Fault.Kind.BAD_INPUT,
                () -> PcrState.parse(Bytes.concat(state.encode(), Bytes.of(0))));
    }
}
