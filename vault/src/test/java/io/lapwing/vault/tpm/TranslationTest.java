package io.lapwing.vault.tpm;

import static io.lapwing.vault.tpm.Samples.DATA;
import static io.lapwing.vault.tpm.Samples.IV;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// A session key goes from the chip of one node by that of the Central Entity to that of another.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TranslationTest {
    private Swtpm first;
    private Swtpm central;
    private Swtpm second;
    private Tpm node1;
    private Tpm entity;
    private Tpm node2;

    @BeforeAll
    void openThree(@TempDir Path folder) {
        first = Swtpm.start(folder);
        central = Swtpm.start(folder);
        second = Swtpm.start(folder);
        node1 = first.open();
        entity = central.open();
        node2 = second.open();
    }

    @AfterAll
    void close() {
        for (Tpm tpm : List.of(node1, entity, node2)) {
            tpm.close();
        }
        for (Swtpm swtpm : List.of(first, central, second)) {
            swtpm.close();
        }
    }

    private DuplicationPolicy.Parents policy(KeyKind kind) {
        return DuplicationPolicy.toParents(
                List.of(entity.storage(kind).publicHalf(), node2.storage(kind).publicHalf()));
    }

    private static Bytes onAir(Duplicate duplicate) {
        return duplicate.encode();
    }

    @ParameterizedTest
    @CsvSource({
        "ECC_P256, AES_256_CFB, 204",
        "ECC_P256, HMAC_SHA256, 204",
        "RSA_2048, AES_256_CFB, 427",
        "RSA_2048, HMAC_SHA256, 427"
    })
    void translatesAKeyFromChipToChip(KeyKind kind, KeyForm form, int bytesOnAir) {
        DuplicationPolicy.Parents policy = policy(kind);
        DuplicableKey made = node1.storage(kind).make(form, policy);

        Bytes sent = onAir(made.duplicate(policy.to(entity.storage(kind).publicHalf())));
        Bytes translated =
                onAir(
                        entity.storage(kind)
                                .rewrap(
                                        Duplicate.parse(sent),
                                        policy.to(node2.storage(kind).publicHalf())));
        DuplicableKey received = node2.storage(kind).importKey(Duplicate.parse(translated), policy);

        assertThat(sent.length()).isEqualTo(bytesOnAir);
        assertThat(translated.length()).isEqualTo(bytesOnAir);
        assertThat(received.name()).isEqualTo(made.name());
        assertThat(received.decrypt(IV, made.encrypt(IV, DATA))).isEqualTo(DATA);
        made.close();
        received.close();
    }

    @Test
    void translatesByImportAndDuplicateWhereTheChipLacksRewrap() {
        entity.close();
        try (Tpm lesser = LesserChip.open(central, CommandCode.REWRAP)) {
            StorageKey centre = lesser.storage(KeyKind.ECC_P256);
            StorageKey target = node2.storage(KeyKind.ECC_P256);
            DuplicationPolicy.Parents policy =
                    DuplicationPolicy.toParents(List.of(centre.publicHalf(), target.publicHalf()));
            DuplicableKey made = node1.storage(KeyKind.ECC_P256).make(KeyForm.HMAC_SHA256, policy);

            Duplicate translated =
                    centre.rewrap(
                            made.duplicate(policy.to(centre.publicHalf())),
                            policy.to(target.publicHalf()));
            DuplicableKey received = target.importKey(translated, policy);

            assertThat(lesser.facts().rewraps()).isFalse();
            assertThat(received.decrypt(IV, made.encrypt(IV, DATA))).isEqualTo(DATA);
        } finally {
            entity = central.open();
        }
    }

    @Test
    void choosesHmacWhereTheChipDoesNotEncrypt() {
        node1.close();
        try (Tpm lesser = LesserChip.open(first, CommandCode.ENCRYPT_DECRYPT_2)) {
            KeyForm form = lesser.facts().bestForm();
            StorageKey target = node2.storage(KeyKind.ECC_P256);
            DuplicationPolicy.Parents policy = policy(KeyKind.ECC_P256);

            DuplicableKey made = lesser.storage(KeyKind.ECC_P256).make(form, policy);
            DuplicableKey received =
                    target.importKey(made.duplicate(policy.to(target.publicHalf())), policy);

            assertThat(form).isEqualTo(KeyForm.HMAC_SHA256);
            assertThat(node2.facts().bestForm()).isEqualTo(KeyForm.AES_256_CFB);
            assertThat(received.decrypt(IV, made.encrypt(IV, DATA))).isEqualTo(DATA);
        } finally {
            node1 = first.open();
        }
    }

    @Test
    void derivesTheSameKeysInBothChipsAndOthersForOtherContexts() {
        DuplicationPolicy.Parents policy = policy(KeyKind.ECC_P256);
        StorageKey mine = node1.storage(KeyKind.ECC_P256);
        StorageKey theirs = node2.storage(KeyKind.ECC_P256);
        MacKey made = (MacKey) mine.make(KeyForm.HMAC_SHA256, policy);
        MacKey received =
                (MacKey) theirs.importKey(made.duplicate(policy.to(theirs.publicHalf())), policy);

        Bytes key = derived(made, "data 1>2", DATA);

        assertThat(derived(received, "data 1>2", DATA)).isEqualTo(key);
        assertThat(key.length()).isEqualTo(32);
        assertThat(derived(received, "data 2>1", DATA)).isNotEqualTo(key);
        assertThat(derived(received, "data 1>2", IV)).isNotEqualTo(key);
    }

    private static Bytes derived(MacKey key, String label, Bytes context) {
        Secret secret = key.derive(label, context);
        return Samples.octets(secret);
    }

    @Test
    void encryptsAsAes256InCfbModeSoThatTheInitialisationVectorMatters() {
        DuplicableKey key =
                node2.storage(KeyKind.ECC_P256).make(KeyForm.AES_256_CFB, policy(KeyKind.ECC_P256));

        Bytes hidden = key.encrypt(IV, DATA);

        assertThat(hidden).isNotEqualTo(DATA);
        assertThat(hidden.length()).isEqualTo(DATA.length());
        assertThat(key.encrypt(flipped(IV, 0), DATA)).isNotEqualTo(hidden);
        assertFault(Fault.Kind.BAD_INPUT, () -> key.encrypt(DATA.slice(0, 15), DATA));
        assertFault(Fault.Kind.BAD_INPUT, () -> key.encrypt(IV, Bytes.of(new byte[1025])));
        assertThat(key.encrypt(IV, Bytes.of(new byte[1024])).length()).isEqualTo(1024);
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void refusesADuplicateThatWasAlteredAnywhere(KeyKind kind) {
        DuplicationPolicy.Parents policy = policy(kind);
        StorageKey target = node2.storage(kind);
        Duplicate good =
                node1.storage(kind)
                        .make(KeyForm.HMAC_SHA256, policy)
                        .duplicate(policy.to(target.publicHalf()));

        for (Duplicate altered :
                List.of(
                        with(good, flipped(good.unique(), 3), good.sealed(), good.seed()),
                        with(good, good.unique(), flipped(good.sealed(), 5), good.seed()),
                        with(good, good.unique(), flipped(good.sealed(), 70), good.seed()),
                        new Duplicate(
                                KeyForm.AES_256_CFB, good.unique(), good.sealed(), good.seed()))) {
            assertFault(Fault.Kind.TAMPERED, () -> target.importKey(altered, policy));
        }
        assertThat(target.importKey(good, policy).form()).isEqualTo(KeyForm.HMAC_SHA256);
    }

    private static Duplicate with(Duplicate like, Bytes unique, Bytes sealed, Bytes seed) {
        return new Duplicate(like.form(), unique, sealed, seed);
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void refusesADuplicateForAnotherChipOrWithAnotherPolicy(KeyKind kind) {
        DuplicationPolicy.Parents policy = policy(kind);
        StorageKey centre = entity.storage(kind);
        StorageKey target = node2.storage(kind);
        Duplicate forCentre =
                node1.storage(kind)
                        .make(KeyForm.HMAC_SHA256, policy)
                        .duplicate(policy.to(centre.publicHalf()));
        DuplicationPolicy.Parents other = DuplicationPolicy.toParents(List.of(centre.publicHalf()));

        assertFault(Fault.Kind.TAMPERED, () -> target.importKey(forCentre, policy));
        assertFault(
                Fault.Kind.TAMPERED,
                () -> target.rewrap(forCentre, policy.to(centre.publicHalf())));
        assertFault(Fault.Kind.TAMPERED, () -> centre.importKey(forCentre, other));
        assertFault(
                Fault.Kind.TAMPERED, () -> centre.rewrap(forCentre, other.to(centre.publicHalf())));
    }

    @Test
    void refusesARouteOfAnotherPolicy() {
        DuplicationPolicy.Parents policy = policy(KeyKind.ECC_P256);
        StoragePublic foreign = Samples.somebodysStorage();
        DuplicationPolicy.Parents other = DuplicationPolicy.toParents(List.of(foreign));
        DuplicableKey key = node1.storage(KeyKind.ECC_P256).make(KeyForm.HMAC_SHA256, policy);

        assertFault(Fault.Kind.FORBIDDEN, () -> policy.to(foreign))
                .hasMessageContaining(foreign.name().toHex());
        assertFault(Fault.Kind.FORBIDDEN, () -> key.duplicate(other.to(foreign)));
    }
}
