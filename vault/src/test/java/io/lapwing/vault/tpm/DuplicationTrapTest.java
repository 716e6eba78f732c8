package io.lapwing.vault.tpm;

import static io.lapwing.vault.tpm.Samples.DATA;
import static io.lapwing.vault.tpm.Samples.IV;
import static io.lapwing.vault.tpm.Samples.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What who controls a TPM can ask of it, past everything that Lapwing checks itself.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DuplicationTrapTest {
    private Swtpm swtpm;
    private Tpm tpm;
    private Chip chip;
    private TpmObject parent;

    @BeforeAll
    void open(@TempDir Path folder) {
        swtpm = Swtpm.start(folder);
        tpm = swtpm.open(TpmConfig.defaults().withProtection(TpmConfig.Protection.NONE));
        chip = tpm.chip();
        Entity owner = chip.owner();
        parent = chip.createPrimary(owner, chip.authorization(owner), Template.STORAGE_P256);
    }

    @AfterAll
    void close() {
        tpm.close();
        swtpm.close();
    }

    /// An AES key with this policy.
    private TpmObject made(Bytes policy) {
        Bytes[] sealed = new Bytes[1];
        PublicArea area =
                chip.run(
                        chip.making(CommandCode.CREATE, parent)
                                .sized(Chip::noSensitive)
                                .sized(PublicArea.toMake(Template.CIPHER, policy))
                                .sized(Bytes.EMPTY)
                                .u32(0),
                        decoder -> {
                            sealed[0] = decoder.sized();
                            PublicArea made = Chip.publicArea(decoder, Template.CIPHER);
                            Chip.skipCreation(decoder);
                            return made;
                        });
        return chip.load(parent, area, sealed[0]);
    }

    private Bytes duplicated(TpmObject key, Entity newParent, PolicySession session) {
        chip.slots().bring(key);
        return chip.run(
                Command.of(CommandCode.DUPLICATE)
                        .on(chip.slots().entity(key), session.authorization())
                        .on(newParent)
                        .sized(Bytes.EMPTY)
                        .u16(Tcg.ALG_NULL),
                decoder -> {
                    decoder.sized();
                    Bytes sealed = decoder.sized();
                    decoder.sized();
                    return sealed;
                });
    }

    /// The last 32 octets of a TPMT_SENSITIVE are the key.
    private static byte[] keyIn(Bytes sensitive) {
        return sensitive.slice(sensitive.length() - 32, sensitive.length()).toArray();
    }

    private Bytes encryptedByTpm(TpmObject key) {
        return chip.run(
                chip.on(CommandCode.ENCRYPT_DECRYPT_2, key)
                        .sized(DATA)
                        .u8(0)
                        .u16(Tcg.ALG_CFB)
                        .sized(IV),
                decoder -> {
                    Bytes out = decoder.sized();
                    decoder.sized();
                    return out;
                });
    }

    @Test
    void aPolicyOfTheCommandAloneGivesTheKeyAway() {
        TpmObject key = made(PolicyDigest.START.commandCode(CommandCode.DUPLICATE).value());

        try (PolicySession session = PolicySession.start(chip)) {
            session.commandCode(CommandCode.DUPLICATE);
            Bytes sensitive = duplicated(key, Entity.byHandle(Tcg.RH_NULL), session);

            assertThat(Cfb.decrypt(keyIn(sensitive), IV.toArray(), encryptedByTpm(key).toArray()))
                    .isEqualTo(DATA.toArray());
        }
    }

    @Test
    void refusesToDuplicateToNoParentWhereThePolicyNamesOne() {
        StoragePublic allowed = Samples.somebodysStorage();
        TpmObject key = made(DuplicationPolicy.toParents(List.of(allowed)).digest());
        Entity nobody = Entity.byHandle(Tcg.RH_NULL);

        try (PolicySession session = PolicySession.start(chip)) {
            session.commandCode(CommandCode.DUPLICATE);

            assertFault(Fault.Kind.FORBIDDEN, () -> duplicated(key, nobody, session));
        }
        try (PolicySession session = PolicySession.start(chip)) {
            session.duplicationSelect(key.name(), allowed.name());

            assertFault(Fault.Kind.FORBIDDEN, () -> duplicated(key, nobody, session));
        }
        try (PolicySession session = PolicySession.start(chip)) {
            session.duplicationSelect(key.name(), Bytes.EMPTY);

            assertFault(Fault.Kind.FORBIDDEN, () -> duplicated(key, nobody, session));
        }
    }

    @Test
    void refusesToDuplicateToAParentThatThePolicyDoesNotName() {
        StoragePublic foreign = Samples.somebodysStorage();
        List<StoragePublic> allowed =
                List.of(Samples.somebodysStorage(), Samples.somebodysStorage());
        DuplicationPolicy.Parents policy = DuplicationPolicy.toParents(allowed);
        TpmObject key = made(policy.digest());
        TpmObject target = chip.loadExternal(foreign.area());

        try (PolicySession session = PolicySession.start(chip)) {
            session.duplicationSelect(key.name(), foreign.name());

            assertFault(Fault.Kind.FORBIDDEN, () -> session.or(policy.branches()));
        }
        try (PolicySession session = PolicySession.start(chip)) {
            session.duplicationSelect(key.name(), allowed.getFirst().name()).or(policy.branches());
            chip.slots().bring(key, target);

            assertFault(
                    Fault.Kind.FORBIDDEN,
                    () -> duplicated(key, chip.slots().entity(target), session));
        } finally {
            chip.drop(target);
        }
    }

    @Test
    void rewrapsToNoParentSinceTheCommandLooksAtNoPolicy() {
        StorageKey storage = tpm.storage(KeyKind.ECC_P256);
        DuplicationPolicy.Parents policy =
                DuplicationPolicy.toParents(List.of(storage.publicHalf()));
        DuplicableKey key = storage.make(KeyForm.AES_256_CFB, policy);
        Duplicate duplicate = key.duplicate(policy.to(storage.publicHalf()));

        Bytes sensitive =
                chip.run(
                        chip.on(CommandCode.REWRAP, parent)
                                .on(Entity.byHandle(Tcg.RH_NULL))
                                .sized(duplicate.sealed())
                                .sized(key.name())
                                .sized(duplicate.encryptedSeed()),
                        decoder -> {
                            Bytes plain = decoder.sized();
                            decoder.sized();
                            return plain;
                        });

        assertThat(Cfb.decrypt(keyIn(sensitive), IV.toArray(), key.encrypt(IV, DATA).toArray()))
                .isEqualTo(DATA.toArray());
        key.close();
    }
}
