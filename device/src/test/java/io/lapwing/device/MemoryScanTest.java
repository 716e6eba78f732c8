package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.lorawan.Derivation;
import io.lapwing.lorawan.DevNonce;
import io.lapwing.lorawan.Frame;
import io.lapwing.lorawan.JoinNonce;
import io.lapwing.lorawan.JoinRequest;
import io.lapwing.lorawan.Keying;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.PhyPayload;
import io.lapwing.lorawan.RootKeyKind;
import io.lapwing.lorawan.SessionKeyType;
import io.lapwing.lorawan.SessionSource;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Looks for a device's keys, which it knows, in the whole memory of the process that holds them.
class MemoryScanTest {
    private static final int PATIENCE_MS = 20_000;
    private static final Bytes MODULE = Bytes.hex("A1A2A3A4A5A6A7A8");

    private final Aes aes = Aes.best();
    private final SmallJoinServer server = new SmallJoinServer(MacVersion.V1_1, "80");
    private final List<Secret> keys = new ArrayList<>();
    private final List<Process> started = new ArrayList<>();
    private long timeMs;

    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void know() {
        Secret nwkKey = root(RootKeyKind.NWK_KEY);
        keys.add(nwkKey);
        keys.add(root(RootKeyKind.APP_KEY));
        for (Bytes block :
                List.of(
                        Derivation.jsIntKey(SmallJoinServer.DEV_EUI),
                        Derivation.jsEncKey(SmallJoinServer.DEV_EUI))) {
            keys.add(aes.derive(nwkKey, block));
        }
        keys.add(AlarmKey.derive(aes, keys.get(1), SmallJoinServer.DEV_EUI));
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
        keys.forEach(Secret::close);
    }

    private static Secret root(RootKeyKind kind) {
        return Secret.take(SmallJoinServer.key(kind).toArray());
    }

    private Process started(Class<?> main, Bytes input, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xmx24m",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                main.getName()));
        command.addAll(Arrays.asList(arguments));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        started.add(process);
        process.getOutputStream().write(input.toArray());
        process.getOutputStream().flush();
        assertThat(process.inputReader().readLine()).isEqualTo("ready");
        return process;
    }

    @Test
    void findsTheKeysOfAProcessThatGuardsNothing() throws Exception {
        Process victim = started(Victim.class, rootKeys());

        MemoryScan scan = MemoryScan.of(victim.pid(), keys.subList(0, 2));

        assertThat(scan.found()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(scan.readBytes()).isGreaterThan(10 << 20);
    }

    private static Bytes rootKeys() {
        return Bytes.concat(
                SmallJoinServer.key(RootKeyKind.NWK_KEY), SmallJoinServer.key(RootKeyKind.APP_KEY));
    }

    @Test
    void findsNoKeyAfterATamper() throws Exception {
        sense(0);
        try (DatagramSocket platform = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            platform.setSoTimeout(PATIENCE_MS);
            Process core = core(platform.getLocalPort());
            joinOver(folder.resolve("core"));

            assertThat(reading(core, 0)).isEqualTo("quiet");
            assertThat(reading(core, 300)).startsWith("potential LIGHT");
            assertThat(reading(core, 300)).matches("confirmed LIGHT 9 0 \\d+ false");

            assertThat(MemoryScan.of(core.pid(), keys).found()).isEmpty();
            assertThat(judged(platform)).isInstanceOf(AlarmOutcome.Accepted.class);
        }
    }

    private Process core(int port) throws IOException {
        return started(
                OpenCore.class,
                Bytes.concat(rootKeys(), SmallJoinServer.DEV_EUI.bigEndian(), MODULE),
                folder.resolve("core").toString(),
                folder.toString(),
                "127.0.0.1",
                Integer.toString(port));
    }

    /// A session, so that there are session keys too; they are known from now on.
    private void joinOver(Path socket) {
        try (CoreKeySlots slots = CoreKeySlots.connect(socket)) {
            EndDevice device =
                    new EndDevice(
                            server.identity(), slots, DeviceMemory.volatileMemory(), new Random(1));
            PhyPayload request = device.joinRequest();
            assertThat(device.joinAccept(server.answer(request).accept()))
                    .isInstanceOf(JoinOutcome.Joined.class);
            DevNonce nonce = ((JoinRequest) Frame.parse(request)).devNonce();
            SessionSource source =
                    new SessionSource(
                            Keying.AS_1_1,
                            new JoinNonce(1),
                            nonce,
                            SmallJoinServer.NET_ID,
                            SmallJoinServer.JOIN_EUI);
            for (SessionKeyType type : SessionKeyType.of(Keying.AS_1_1)) {
                try (Secret root = root(MacVersion.V1_1.rootKeyFor(Keying.AS_1_1, type))) {
                    keys.add(aes.derive(root, Derivation.sessionKey(type, source)));
                }
            }
        }
    }

    private String reading(Process core, double lux) throws IOException {
        sense(lux);
        timeMs += TamperDetector.PERIOD_MS;
        OutputStream input = core.getOutputStream();
        input.write(ByteBuffer.allocate(Long.BYTES).putLong(timeMs).array());
        input.flush();
        return core.inputReader().readLine();
    }

    private void sense(double lux) throws IOException {
        Path chip = Files.createDirectories(folder.resolve("iio:device0"));
        Files.writeString(chip.resolve("in_pressure_input"), "100.0\n");
        Files.writeString(chip.resolve("in_temp_input"), "20000\n");
        Files.writeString(chip.resolve("in_illuminance_input"), lux + "\n");
    }

    private AlarmOutcome judged(DatagramSocket platform) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[64], 64);
        platform.receive(packet);
        Bytes frame = Bytes.of(Arrays.copyOf(packet.getData(), packet.getLength()));
        Secret alarmKey = keys.get(4);
        return new AlarmVerifier(_ ->
                Optional.of(
                        new AlarmVerifier.Known(MODULE, 0, message -> aes.cmac(alarmKey, message))))
                .verify(frame);
    }

    @Test
    void saysThatItMayNotLook() {
        KeySlotsContract.assertFault(
                Fault.Kind.FORBIDDEN, () -> MemoryScan.of(Integer.MAX_VALUE, keys));
    }
}
