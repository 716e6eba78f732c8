package io.lapwing.vault.tpm;

import static io.lapwing.vault.tpm.Samples.DATA;
import static io.lapwing.vault.tpm.Samples.IV;
import static io.lapwing.vault.tpm.Samples.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A TPM that is there, away, busy, reset, left in disorder or another one.
class OpeningTest {
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir Path folder;
    private Swtpm swtpm;

    @BeforeEach
    void start() {
        swtpm = Swtpm.start(folder);
    }

    @AfterEach
    void stop() {
        swtpm.close();
    }

    private static DuplicationPolicy policy(StorageKey storage) {
        return DuplicationPolicy.toParents(List.of(storage.publicHalf()));
    }

    // Where it is

    @Test
    void opensOverTcp() throws IOException {
        try (Swtpm other = Swtpm.startTcp(folder, freePort());
                Tpm tpm = other.open()) {
            assertThat(tpm.facts().manufacturer()).isEqualTo("IBM");
            assertThat(TpmAddress.parse(other.address().toString())).isEqualTo(other.address());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void opensACharacterDevice() {
        try (SerialLine line = SerialLine.to(swtpm);
                Tpm tpm = Tpm.open(line.device(), patient());
                DuplicableKey key =
                        tpm.storage(KeyKind.ECC_P256)
                                .make(KeyForm.AES_256_CFB, policy(tpm.storage(KeyKind.ECC_P256)))) {
            assertThat(key.decrypt(IV, key.encrypt(IV, DATA))).isEqualTo(DATA);
        }
    }

    @Test
    void tellsThatADeviceDoesNotAnswerInTimeAndIsGone() {
        try (SerialLine line = SerialLine.to(swtpm);
                Tpm tpm =
                        Tpm.open(line.device(), patient().withTimes(patient().contact(), SHORT))) {
            swtpm.freeze();

            assertFault(Fault.Kind.UNAVAILABLE, () -> tpm.random(8)).hasMessageContaining("200 ms");
            swtpm.thaw();
        }
    }

    private static TpmConfig patient() {
        Duration patience = Duration.ofSeconds(30);
        return TpmConfig.defaults().withTimes(patience, patience);
    }

    @Test
    void tellsThatNoTpmIsThere() {
        TpmAddress nowhere = new TpmAddress.Unix(folder.resolve("none"));
        TpmAddress closed = new TpmAddress.Tcp("127.0.0.1", 1);
        TpmAddress missing = new TpmAddress.Device(folder.resolve("tpmrm9"));

        assertFault(Fault.Kind.UNAVAILABLE, () -> Tpm.open(nowhere))
                .hasMessageContaining(nowhere.toString());
        assertFault(Fault.Kind.UNAVAILABLE, () -> Tpm.open(closed));
        assertFault(Fault.Kind.UNAVAILABLE, () -> Tpm.open(missing)).hasMessageContaining("tss");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tcp:", "tcp:host", "tcp:host:0", "tcp::1", "unix:", "tpm0", "\0"})
    void refusesWhatIsNoAddress(String address) {
        assertFault(Fault.Kind.BAD_INPUT, () -> TpmAddress.parse(address));
    }

    // Whom it serves

    @Test
    void tellsThatSwtpmServesSomebodyElse() {
        try (Tpm first = swtpm.open()) {
            TpmConfig impatient = TpmConfig.defaults().withTimes(SHORT, SHORT);

            assertFault(Fault.Kind.UNAVAILABLE, () -> Tpm.open(swtpm.address(), impatient))
                    .hasMessageContaining("one client at a time");
            assertThat(Samples.octets(first.random(8)).length()).isEqualTo(8);
        }
    }

    @Test
    void removesWhatACrashedProcessLeft() {
        Transport crashed = Transport.connect(swtpm.address(), Duration.ofSeconds(30));
        Tpm left = Tpm.open(crashed, patient(), false);
        StorageKey storage = left.storage(KeyKind.ECC_P256);
        List<DuplicableKey> keys = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            keys.add(storage.make(KeyForm.HMAC_SHA256, policy(storage)));
        }
        Session session = Sessions.start(left.chip().link(), Session.Kind.HMAC);
        crashed.close();

        try (Tpm tpm = swtpm.open()) {
            Capabilities found = new Capabilities(tpm.chip().link());

            assertThat(session.handle() & 0xff000000).isEqualTo(Tcg.HMAC_SESSION_FIRST);
            assertThat(found.handles(Tcg.TRANSIENT_FIRST)).hasSize(1);
            assertThat(found.handles(Tcg.HMAC_SESSION_FIRST)).hasSize(1);
        }
        assertThat(keys).hasSize(3);
    }

    @Test
    void leavesNothingBehindWhenItIsClosed() {
        try (Tpm tpm = swtpm.open()) {
            StorageKey storage = tpm.storage(KeyKind.ECC_P256);
            storage.make(KeyForm.HMAC_SHA256, policy(storage));
            tpm.attestation(KeyKind.ECC_P256);
        }

        Transport raw = Transport.connect(swtpm.address(), Duration.ofSeconds(30));
        try (CommandLink link = new CommandLink(raw, new SecureRandom(), Duration.ofSeconds(30))) {
            Capabilities found = new Capabilities(link);

            assertThat(found.handles(Tcg.TRANSIENT_FIRST)).isEmpty();
            assertThat(found.handles(Tcg.HMAC_SESSION_FIRST)).isEmpty();
        }
    }

    // What happens to it

    @Test
    void tellsThatItWasResetAndOpensAgainWithTheKeysThatAreStored() {
        Bytes kept;
        Bytes hidden;
        Bytes root;
        try (Tpm tpm = swtpm.open()) {
            StorageKey storage = tpm.storage(KeyKind.ECC_P256);
            root = tpm.rootName();
            DuplicableKey key = storage.make(KeyForm.AES_256_CFB, policy(storage));
            kept = key.stored().encode();
            hidden = key.encrypt(IV, DATA);

            swtpm.reset();

            assertFault(Fault.Kind.UNAVAILABLE, () -> key.encrypt(IV, DATA))
                    .hasMessageContaining("reset")
                    .hasMessageContaining("open it again");
            key.close();
        }
        try (Tpm tpm = swtpm.open(TpmConfig.defaults().expecting(root))) {
            StorageKey storage = tpm.storage(KeyKind.ECC_P256);
            DuplicableKey key =
                    storage.load(StoredKey.parse(kept), KeyForm.AES_256_CFB, policy(storage));

            assertThat(key.decrypt(IV, hidden)).isEqualTo(DATA);
        }
    }

    @Test
    void tellsThatItWasResetAndStartedBySomebodyElse() {
        try (Tpm tpm = swtpm.open(patient().withProtection(TpmConfig.Protection.NONE))) {
            StorageKey storage = tpm.storage(KeyKind.ECC_P256);
            List<DuplicableKey> keys = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                keys.add(storage.make(KeyForm.HMAC_SHA256, policy(storage)));
            }
            swtpm.reset();
            tpm.chip().link().run(Command.of(CommandCode.STARTUP).u16(Tcg.SU_CLEAR));

            assertFault(Fault.Kind.UNAVAILABLE, () -> keys.getLast().encrypt(IV, DATA))
                    .hasMessageContaining("open the TPM again");
            keys.getLast().close();
            keys.get(2).close();
            assertFault(Fault.Kind.UNAVAILABLE, () -> keys.getFirst().encrypt(IV, DATA))
                    .hasMessageContaining("open it again");
        }
        try (Tpm tpm = swtpm.open()) {
            StorageKey storage = tpm.storage(KeyKind.ECC_P256);
            DuplicableKey key = storage.make(KeyForm.HMAC_SHA256, policy(storage));
            swtpm.reset();
            tpm.chip().link().run(Command.of(CommandCode.STARTUP).u16(Tcg.SU_CLEAR));

            assertFault(Fault.Kind.UNAVAILABLE, () -> key.encrypt(IV, DATA))
                    .hasMessageContaining("open the TPM again");
        }
    }

    @Test
    void tellsThatItStopped() {
        try (Tpm tpm = swtpm.open()) {
            swtpm.stop();

            assertFault(Fault.Kind.UNAVAILABLE, () -> tpm.random(8))
                    .hasMessageContaining("open it again");
        }
    }

    @Test
    void waitsNoLongerThanItWasTold() {
        TpmConfig impatient = TpmConfig.defaults().withTimes(Duration.ofSeconds(30), SHORT);
        try (Tpm tpm = Tpm.open(swtpm.address(), impatient)) {
            swtpm.freeze();

            assertFault(Fault.Kind.UNAVAILABLE, () -> tpm.random(8)).hasMessageContaining("200 ms");
            assertFault(Fault.Kind.UNAVAILABLE, () -> tpm.random(8)).hasMessageContaining("closed");
            swtpm.thaw();
        }
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void refusesAnotherTpmThanTheExpectedOne(KeyKind root) {
        TpmConfig config = patient().withRoot(root);
        Bytes name;
        try (Tpm tpm = swtpm.open(config)) {
            name = tpm.rootName();
        }
        try (Swtpm swapped = Swtpm.start(folder)) {
            assertFault(Fault.Kind.TAMPERED, () -> swapped.open(config.expecting(name)))
                    .hasMessageContaining(name.toHex());
        }
        try (Tpm again = swtpm.open(config.expecting(name))) {
            assertThat(again.rootName()).isEqualTo(name);
        }
    }

    @Test
    void refusesToBeUsedAfterItWasClosed() {
        Tpm tpm = swtpm.open();
        tpm.close();
        tpm.close();

        assertFault(Fault.Kind.UNAVAILABLE, () -> tpm.random(8)).hasMessageContaining("closed");
    }

    @Test
    void givesRandomOctetsUpToADigestsLength() {
        try (Tpm tpm = swtpm.open()) {
            Bytes accessKey = Samples.octets(tpm.random(16));

            assertThat(accessKey.length()).isEqualTo(16);
            assertThat(Samples.octets(tpm.random(16))).isNotEqualTo(accessKey);
            assertFault(Fault.Kind.BAD_INPUT, () -> tpm.random(0));
            assertFault(Fault.Kind.BAD_INPUT, () -> tpm.random(33));
        }
    }
}
