package io.lapwing.vault;

import static io.lapwing.vault.Oracle.assertFault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.vault.KeyBinding.Kind;
import io.lapwing.vault.KeyBinding.Role;
import io.lapwing.vault.KeyBinding.Root;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [Vault] does.
public abstract class VaultContract extends VaultLifeContract {
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
                if (type != 3 && type != 5 && type != 6 && type != 0xA1) {
                    assertFault(Fault.Kind.FORBIDDEN, () -> root.derive(block));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 6, 0xA1})
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

    @Test
    void forgetsKeysWhenTheWorkOfASittingIsDone() {
        WrappedKey wrapped = imported(ROW, KEY);
        Bytes mac = macOf(wrapped, ROW);
        AtomicReference<RootKey> leaked = new AtomicReference<>();

        Bytes made =
                vault.sit(session -> {
                    leaked.set(session.root(wrapped, ROW));
                    return leaked.get().cmac(MESSAGE);
                });

        assertThat(made).isEqualTo(mac);
        assertThatThrownBy(() -> leaked.get().cmac(MESSAGE)).isInstanceOf(Fault.class);
    }

    @Test
    void passesOnWhatTheWorkOfASittingThrows() {
        WrappedKey wrapped = vault.generate(ROW);

        assertFault(
                Fault.Kind.TAMPERED,
                () ->
                        vault.sit(session ->
                                session.root(wrapped, otherRows().findFirst().orElseThrow())));
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

    /// TS001-1.0.4 §6.2.3: a join-accept is encrypted by AES decryption.
    private static Bytes accept(RootKey key, JoinVector join) {
        Bytes plain = join.bytes("joinAcceptPlain");
        Bytes body = Bytes.concat(plain.slice(1, plain.length()), join.bytes("joinAcceptMIC"));
        return Bytes.concat(plain.slice(0, 1), key.decrypt(body));
    }
}
