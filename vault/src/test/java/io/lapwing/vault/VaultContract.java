package io.lapwing.vault;

import static io.lapwing.vault.Oracle.assertFault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.vault.KeyBinding.Kind;
import io.lapwing.vault.KeyBinding.Role;
import io.lapwing.vault.KeyBinding.Root;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [Vault] does.
public abstract class VaultContract extends SealedKeyContract {
    static List<JoinVector> joins10() {
        return JoinVector.read("joins 1.0");
    }

    static List<JoinVector> joins11() {
        return JoinVector.read("joins 1.1");
    }

    // Joins, from imported keys to session keys in their receivers' hands

    @ParameterizedTest
    @MethodSource("joins10")
    void joinsADeviceOfLoRaWan10(JoinVector join) {
        Root row = new Root(join.bytes("devEUI"), Kind.APP_KEY, 0, 1);
        WrappedKey appKey = imported(row, join.bytes("appKey"));
        ReceiverKey network = receiver(Role.NETWORK_SERVER);
        ReceiverKey application = receiver(Role.APPLICATION_SERVER);

        try (VaultSession session = vault.open()) {
            RootKey root = session.root(appKey, row);

            assertThat(mic(root, join.request())).isEqualTo(join.requestMic());
            assertThat(mic(root, join.bytes("joinAcceptPlain")))
                    .isEqualTo(join.bytes("joinAcceptMIC"));
            assertThat(accept(root, join)).isEqualTo(join.bytes("joinAcceptPHY"));
            assertThat(delivered(root, join.block10(1), network)).isEqualTo(join.bytes("NwkSKey"));
            assertThat(delivered(root, join.block10(2), application))
                    .isEqualTo(join.bytes("AppSKey"));
        }
    }

    @ParameterizedTest
    @MethodSource("joins11")
    void joinsADeviceOfLoRaWan11(JoinVector join) {
        Root nwkRow = new Root(join.bytes("devEUI"), Kind.NWK_KEY, 0, 1);
        Root appRow = new Root(join.bytes("devEUI"), Kind.APP_KEY, 0, 1);
        WrappedKey nwkKey = imported(nwkRow, join.bytes("nwkKey"));
        WrappedKey appKey = imported(appRow, join.bytes("appKey"));
        ReceiverKey network = receiver(Role.NETWORK_SERVER);
        ReceiverKey application = receiver(Role.APPLICATION_SERVER);

        try (VaultSession session = vault.open()) {
            RootKey nwk = session.root(nwkKey, nwkRow);
            RootKey app = session.root(appKey, appRow);
            RootKey jsInt = nwk.derive(join.blockOfDevice(6));

            assertThat(mic(nwk, join.request())).isEqualTo(join.requestMic());
            assertThat(
                            mic(
                                    jsInt,
                                    Bytes.concat(
                                            join.acceptPrefix11(), join.bytes("joinAcceptPlain"))))
                    .isEqualTo(join.bytes("joinAcceptMIC"));
            assertThat(accept(nwk, join)).isEqualTo(join.bytes("joinAcceptPHY"));
            assertThat(delivered(nwk, join.block11(1), network))
                    .isEqualTo(join.bytes("FNwkSIntKey"));
            assertThat(delivered(nwk, join.block11(3), network))
                    .isEqualTo(join.bytes("SNwkSIntKey"));
            assertThat(delivered(nwk, join.block11(4), network))
                    .isEqualTo(join.bytes("NwkSEncKey"));
            assertThat(delivered(app, join.block11(2), application))
                    .isEqualTo(join.bytes("AppSKey"));
        }
    }

    @ParameterizedTest
    @MethodSource("joins11")
    void encryptsTheAnswerToARejoinUnderJsEncKey(JoinVector join) {
        Bytes blocks = Bytes.concat(KEY, KEK);
        WrappedKey nwkKey = imported(ROW, join.bytes("nwkKey"));

        try (VaultSession session = vault.open()) {
            RootKey jsEnc = session.root(nwkKey, ROW).derive(join.blockOfDevice(5));

            assertThat(jsEnc.decrypt(blocks))
                    .isEqualTo(Oracle.decrypted(join.bytes("JSEncKey"), blocks));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 24, 32})
    void wrapsForReceiversWithKeysOfEachSize(int length) {
        Bytes kek = Bytes.of(new byte[length]);
        KeyBinding.Receiver binding = new KeyBinding.Receiver("k", Role.NETWORK_SERVER, 1);
        ReceiverKey receiver = new ReceiverKey(binding, imported(binding, kek));
        WrappedKey wrapped = imported(ROW, KEY);

        try (VaultSession session = vault.open()) {
            Bytes delivered = session.root(wrapped, ROW).deriveFor(block(1), receiver);

            assertThat(Oracle.unwrapped(kek, delivered)).isEqualTo(Oracle.encrypted(KEY, block(1)));
        }
    }

    // Keys made inside

    @Test
    void generatesDifferentKeys() {
        assertThat(macOf(vault.generate(ROW), ROW)).isNotEqualTo(macOf(vault.generate(ROW), ROW));
    }

    @Test
    void givesAStationTheOneCopyOfANewKey() {
        ReceiverKey station = receiver(Role.STATION);

        Vault.Generated generated = vault.generateFor(ROW, station);

        Bytes key = Oracle.unwrapped(KEK, generated.forStation());
        assertThat(macOf(generated.stored(), ROW)).isEqualTo(macOf(imported(ROW, key), ROW));
    }

    @ParameterizedTest
    @EnumSource(names = "STATION", mode = EnumSource.Mode.EXCLUDE)
    void givesARootKeyToNobodyButAStation(Role role) {
        ReceiverKey receiver = receiver(role);

        assertFault(Fault.Kind.FORBIDDEN, () -> vault.generateFor(ROW, receiver));
    }

    // Rows

    static Stream<Root> otherRows() {
        return Stream.of(
                new Root(Bytes.hex("70B3D57ED0000002"), Kind.NWK_KEY, 0, 1),
                new Root(DEVICE, Kind.APP_KEY, 0, 1),
                new Root(DEVICE, Kind.NWK_KEY, 1, 1),
                new Root(DEVICE, Kind.NWK_KEY, 0, 2));
    }

    @ParameterizedTest
    @MethodSource("otherRows")
    void refusesAKeyFromAnotherRow(Root other) {
        WrappedKey wrapped = vault.generate(ROW);

        try (VaultSession session = vault.open()) {
            assertFault(Fault.Kind.TAMPERED, () -> session.root(wrapped, other));
        }
        assertFault(Fault.Kind.TAMPERED, () -> vault.rewrap(wrapped, other));
    }

    static Stream<KeyBinding.Receiver> otherReceivers() {
        return Stream.of(
                new KeyBinding.Receiver("label", Role.APPLICATION_SERVER, 1),
                new KeyBinding.Receiver("label", Role.STATION, 1),
                new KeyBinding.Receiver("Label", Role.NETWORK_SERVER, 1),
                new KeyBinding.Receiver("label2", Role.NETWORK_SERVER, 1),
                new KeyBinding.Receiver("label", Role.NETWORK_SERVER, 2));
    }

    @ParameterizedTest
    @MethodSource("otherReceivers")
    void refusesAReceiversKeyFromAnotherRow(KeyBinding.Receiver other) {
        KeyBinding.Receiver binding = new KeyBinding.Receiver("label", Role.NETWORK_SERVER, 1);
        ReceiverKey moved = new ReceiverKey(other, imported(binding, KEK));
        int type = other.role() == Role.APPLICATION_SERVER ? 2 : 1;
        WrappedKey wrapped = vault.generate(ROW);

        try (VaultSession session = vault.open()) {
            RootKey root = session.root(wrapped, ROW);

            assertThatThrownBy(() -> root.deriveFor(block(type), moved))
                    .isInstanceOfSatisfying(
                            Fault.class,
                            f ->
                                    assertThat(f.kind())
                                            .isEqualTo(
                                                    other.role() == Role.STATION
                                                            ? Fault.Kind.FORBIDDEN
                                                            : Fault.Kind.TAMPERED));
        }
        assertFault(Fault.Kind.TAMPERED, () -> vault.rewrap(moved.wrapped(), other));
    }

    @Test
    void refusesAReceiversKeyInPlaceOfARootKey() {
        WrappedKey kek = receiver(Role.NETWORK_SERVER).wrapped();

        try (VaultSession session = vault.open()) {
            assertFault(Fault.Kind.TAMPERED, () -> session.root(kek, ROW));
        }
    }

    @Test
    void refusesAKeyOfWhichAnyOctetWasChanged() {
        WrappedKey wrapped = vault.generate(ROW);
        List<WrappedKey> changed = new ArrayList<>();
        for (int i = 0; i < wrapped.ciphertext().length(); i++) {
            changed.add(
                    new WrappedKey(
                            wrapped.version(), flipped(wrapped.ciphertext(), i), wrapped.tag()));
        }
        for (int i = 0; i < wrapped.tag().length(); i++) {
            changed.add(
                    new WrappedKey(
                            wrapped.version(), wrapped.ciphertext(), flipped(wrapped.tag(), i)));
        }
        changed.add(new WrappedKey(wrapped.version() + 4, wrapped.ciphertext(), wrapped.tag()));

        try (VaultSession session = vault.open()) {
            for (WrappedKey key : changed) {
                assertFault(Fault.Kind.TAMPERED, () -> session.root(key, ROW));
            }
        }
    }

    @Test
    void refusesAKeyUnderTheNameOfAnotherVersion() {
        WrappedKey wrapped = vault.generate(ROW);
        WrappedKey renamed = new WrappedKey(vault.rotate(), wrapped.ciphertext(), wrapped.tag());

        try (VaultSession session = vault.open()) {
            assertFault(Fault.Kind.TAMPERED, () -> session.root(renamed, ROW));
        }
    }

    // Who receives what

    @Test
    void givesEachRoleItsOwnSessionKeysAlone() {
        WrappedKey wrapped = vault.generate(ROW);
        try (VaultSession session = vault.open()) {
            RootKey root = session.root(wrapped, ROW);
            for (Role role : Role.values()) {
                ReceiverKey receiver = receiver(role);
                for (int type = 0; type < 256; type++) {
                    boolean network = type == 1 || type == 3 || type == 4;
                    boolean allowed =
                            (role == Role.NETWORK_SERVER && network)
                                    || (role == Role.APPLICATION_SERVER && type == 2);
                    Bytes block = block(type);

                    if (allowed) {
                        assertThat(root.deriveFor(block, receiver).length()).isEqualTo(24);
                    } else {
                        assertFault(Fault.Kind.FORBIDDEN, () -> root.deriveFor(block, receiver));
                    }
                }
            }
        }
    }

    @Test
    void derivesInsideOnlyKeysThatStayInside() {
        WrappedKey wrapped = vault.generate(ROW);
        try (VaultSession session = vault.open()) {
            RootKey root = session.root(wrapped, ROW);

            for (int type = 0; type < 256; type++) {
                Bytes block = block(type);
                if (type != 3 && type != 5 && type != 6) {
                    assertFault(Fault.Kind.FORBIDDEN, () -> root.derive(block));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 6})
    void usesADerivedKeyForItsOwnOperationAlone(int type) {
        WrappedKey wrapped = vault.generate(ROW);
        ReceiverKey network = receiver(Role.NETWORK_SERVER);
        try (VaultSession session = vault.open()) {
            RootKey derived = session.root(wrapped, ROW).derive(block(type));

            if (type == 5) {
                assertThat(derived.decrypt(KEY).length()).isEqualTo(16);
                assertFault(Fault.Kind.FORBIDDEN, () -> derived.cmac(MESSAGE));
            } else {
                assertThat(derived.cmac(MESSAGE).length()).isEqualTo(16);
                assertFault(Fault.Kind.FORBIDDEN, () -> derived.decrypt(KEY));
            }
            assertFault(Fault.Kind.FORBIDDEN, () -> derived.derive(block(6)));
            assertFault(Fault.Kind.FORBIDDEN, () -> derived.deriveFor(block(1), network));
        }
    }

    @Test
    void refusesBlocksOfOtherLengths() {
        WrappedKey wrapped = vault.generate(ROW);
        ReceiverKey network = receiver(Role.NETWORK_SERVER);
        try (VaultSession session = vault.open()) {
            RootKey root = session.root(wrapped, ROW);

            for (int length : new int[] {0, 15, 17, 48}) {
                Bytes octets = Bytes.of(new byte[length]);
                assertFault(Fault.Kind.BAD_INPUT, () -> root.decrypt(octets));
                assertFault(Fault.Kind.BAD_INPUT, () -> root.derive(octets));
                assertFault(Fault.Kind.BAD_INPUT, () -> root.deriveFor(octets, network));
            }
        }
    }

    @Test
    void forgetsKeysWhenTheSittingEnds() {
        WrappedKey wrapped = vault.generate(ROW);
        VaultSession session = vault.open();
        RootKey root = session.root(wrapped, ROW);
        session.close();

        assertThatThrownBy(() -> root.cmac(MESSAGE)).isInstanceOf(Fault.class);
    }

    // The life of the vault key

    @Test
    void opensOlderKeysAfterARotationAndRewrapsThem() {
        WrappedKey old = vault.generate(ROW);

        int version = vault.rotate();
        WrappedKey rewrapped = vault.rewrap(old, ROW);

        assertThat(version).isEqualTo(old.version() + 1);
        assertThat(vault.status().keyVersion()).isEqualTo(version);
        assertThat(vault.generate(ROW).version()).isEqualTo(version);
        assertThat(rewrapped.version()).isEqualTo(version);
        assertThat(macOf(rewrapped, ROW)).isEqualTo(macOf(old, ROW));
    }

    @Test
    void destroysAnOlderVersionWithAllUnderItForGood() {
        WrappedKey old = vault.generate(ROW);
        ReceiverKey network = receiver(Role.NETWORK_SERVER);
        Bytes mac = macOf(old, ROW);
        try (VaultSession session = vault.open()) {
            delivered(session.root(old, ROW), block(1), network);
        }
        WrappedKey kept = vault.rewrap(old, rotated());

        vault.destroy(old.version());
        reopen();

        try (VaultSession session = vault.open()) {
            assertFault(Fault.Kind.NOT_FOUND, () -> session.root(old, ROW));
            RootKey root = session.root(kept, ROW);
            assertThat(root.cmac(MESSAGE)).isEqualTo(mac);
            assertFault(Fault.Kind.NOT_FOUND, () -> root.deriveFor(block(1), network));
        }
        assertFault(Fault.Kind.NOT_FOUND, () -> vault.rewrap(old, ROW));
        assertFault(Fault.Kind.NOT_FOUND, () -> vault.destroy(old.version()));
    }

    @Test
    void refusesAReceiversKeyOfADestroyedVersionThatItHasUsedBefore() {
        WrappedKey wrapped = vault.generate(ROW);
        ReceiverKey network = receiver(Role.NETWORK_SERVER);
        WrappedKey kept = vault.rewrap(wrapped, rotated());
        try (VaultSession session = vault.open()) {
            delivered(session.root(kept, ROW), block(1), network);
        }

        vault.destroy(wrapped.version());

        try (VaultSession session = vault.open()) {
            RootKey root = session.root(kept, ROW);
            assertFault(Fault.Kind.NOT_FOUND, () -> root.deriveFor(block(1), network));
        }
    }

    @Test
    void keepsTheNewestVersion() {
        assertFault(Fault.Kind.CONFLICT, () -> vault.destroy(vault.status().keyVersion()));
    }

    @Test
    void isTheSameVaultWhenOpenedAgain() {
        WrappedKey wrapped = vault.generate(ROW);
        Bytes mac = macOf(wrapped, ROW);
        VaultStatus status = vault.status();
        ImportKey importKey = vault.importKey();
        Bytes signingKey = Bytes.of(vault.signingKey().getEncoded());
        String jwe = Sealing.sealed(importKey, KEY);

        reopen();

        assertThat(vault.status()).isEqualTo(status);
        assertThat(vault.importKey()).isEqualTo(importKey);
        assertThat(Bytes.of(vault.signingKey().getEncoded())).isEqualTo(signingKey);
        assertThat(macOf(wrapped, ROW)).isEqualTo(mac);
        assertThat(macOf(vault.importSealed(ROW, jwe), ROW))
                .isEqualTo(macOf(imported(ROW, KEY), ROW));
    }

    // Signatures and the anchor

    @Test
    void signsWithEcdsaOnP256() throws GeneralSecurityException {
        Bytes message = Bytes.of("checkpoint".getBytes(StandardCharsets.UTF_8));

        Bytes signature = vault.sign(message);

        assertThat(signature.length()).isEqualTo(64);
        assertThat(
                        ((ECPublicKey) vault.signingKey())
                                .getParams()
                                .getCurve()
                                .getField()
                                .getFieldSize())
                .isEqualTo(256);
        assertThat(verifies(message, signature)).isTrue();
        assertThat(verifies(Bytes.concat(message, message), signature)).isFalse();
    }

    @Test
    void remembersTheNewestAnchorForGood() {
        Anchor newer = successor(vault.anchor(), 1);

        vault.advance(newer);
        vault.advance(newer);
        reopen();

        assertThat(vault.anchor()).isEqualTo(newer);
    }

    @Test
    void neverGoesBackToAnOlderAnchor() {
        Anchor witnessed = successor(vault.anchor(), 2);
        vault.advance(witnessed);

        List<Anchor> refused =
                List.of(
                        new Anchor(witnessed.epoch() - 1, Long.MAX_VALUE, witnessed.auditRoot()),
                        new Anchor(
                                witnessed.epoch(),
                                witnessed.auditSize() - 1,
                                witnessed.auditRoot()),
                        new Anchor(
                                witnessed.epoch(),
                                witnessed.auditSize(),
                                flipped(witnessed.auditRoot(), 0)));

        for (Anchor anchor : refused) {
            assertFault(Fault.Kind.CONFLICT, () -> vault.advance(anchor));
        }
        assertThat(vault.anchor()).isEqualTo(witnessed);
    }

    // Many at once

    @Test
    void servesThirtyTwoThreadsAtOnce() throws ExecutionException, InterruptedException {
        ReceiverKey network = receiver(Role.NETWORK_SERVER);
        WrappedKey wrapped = imported(ROW, KEY);
        Bytes mac = macOf(wrapped, ROW);
        Bytes sessionKey = Oracle.encrypted(KEY, block(1));
        try (ExecutorService threads = Executors.newFixedThreadPool(32)) {
            List<Future<Boolean>> results =
                    IntStream.range(0, 320)
                            .mapToObj(_ ->
                                    threads.submit(() ->
                                            macOf(wrapped, ROW).equals(mac)
                                                    && inOneSitting(wrapped, network)
                                                            .equals(sessionKey)))
                            .toList();

            for (Future<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
        }
    }

    private Bytes inOneSitting(WrappedKey wrapped, ReceiverKey receiver) {
        try (VaultSession session = vault.open()) {
            return delivered(session.root(wrapped, ROW), block(1), receiver);
        }
    }

    /// A receiver whose key is [#KEK].
    private ReceiverKey receiver(Role role) {
        KeyBinding.Receiver binding = new KeyBinding.Receiver("of " + role, role, 1);
        return new ReceiverKey(binding, imported(binding, KEK));
    }

    private Root rotated() {
        assertThat(vault.rotate()).isEqualTo(vault.status().keyVersion());
        return ROW;
    }

    private boolean verifies(Bytes message, Bytes signature) throws GeneralSecurityException {
        Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
        verifier.initVerify(vault.signingKey());
        verifier.update(message.toArray());
        return verifier.verify(signature.toArray());
    }

    private static Anchor successor(Anchor anchor, int root) {
        return new Anchor(
                anchor.epoch() + 1,
                anchor.auditSize() + 7,
                Bytes.concat(Bytes.of(root), Bytes.of(new byte[31])));
    }

    /// Each receiver of these tests has the same key.
    private static Bytes delivered(RootKey root, Bytes block, ReceiverKey receiver) {
        return Oracle.unwrapped(KEK, root.deriveFor(block, receiver));
    }

    private static Bytes mic(RootKey key, Bytes frame) {
        return key.cmac(frame).slice(0, 4);
    }

    /// TS001-1.0.4 §6.2.3: a join-accept is encrypted by AES decryption.
    private static Bytes accept(RootKey key, JoinVector join) {
        Bytes plain = join.bytes("joinAcceptPlain");
        Bytes body = Bytes.concat(plain.slice(1, plain.length()), join.bytes("joinAcceptMIC"));
        return Bytes.concat(plain.slice(0, 1), key.decrypt(body));
    }

    private static Bytes flipped(Bytes octets, int index) {
        byte[] changed = octets.toArray();
        changed[index] ^= 0x10;
        return Bytes.of(changed);
    }
}
