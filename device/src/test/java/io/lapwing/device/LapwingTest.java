package io.lapwing.device;

import static io.lapwing.device.KeySlotsContract.assertFault;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.FPort;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.RootKeyKind;
import io.lapwing.radio.Modulation;
import io.lapwing.radio.SpreadingFactor;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Both levels of the library, as `docs/device-makers.md` shows them.
class LapwingTest {
    private static final Modulation SF7 = Modulation.of(SpreadingFactor.SF7);
    private static final Bytes READING = Bytes.of("21.5 °C".getBytes(UTF_8));
    private static final int PATIENCE_S = 30;

    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource(
            value = MacVersion.class,
            names = {"V1_0_4", "V1_1"})
    void sendsAReadingThatItsOwnerReads(MacVersion version) throws Exception {
        InetSocketAddress air = freePort();
        InetSocketAddress gatewayAir = freePort();
        try (SmallGateway gateway =
                        new SmallGateway(version, UdpModem.open(gatewayAir, List.of(air), SF7));
                Lapwing lapwing =
                        Lapwing.connect(
                                gateway.server().identity(),
                                gateway.server().slots(),
                                DeviceMemory.volatileMemory(),
                                UdpModem.open(air, List.of(gatewayAir), SF7),
                                SmallGateway.SENT)) {
            assertThat(lapwing.send(READING).value()).isZero();
            assertThat(lapwing.send(READING).value()).isEqualTo(1);

            assertThat(gateway.readings().poll(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo(READING);
            assertThat(gateway.readings().poll(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo(READING);
        }
    }

    @Test
    void isFiveLinesForAnApplicationWithThreeProcessesBetween() throws Exception {
        Path core = folder.resolve("core");
        Path stack = folder.resolve("stack");
        InetSocketAddress air = freePort();
        InetSocketAddress gatewayAir = freePort();
        try (Processes processes = new Processes(folder);
                SmallGateway gateway =
                        new SmallGateway(
                                MacVersion.V1_1, UdpModem.open(gatewayAir, List.of(air), SF7))) {
            start(processes.java(65_534, List.of(), CoreProcess.class, core.toString()));
            DeviceIdentity identity = gateway.server().identity();
            start(
                    processes.java(
                            65_534,
                            List.of(),
                            StackProcess.class,
                            stack.toString(),
                            core.toString(),
                            folder.resolve("nonces").toString(),
                            identity.devEui().toString(),
                            identity.joinEui().toString(),
                            identity.version().toString(),
                            Integer.toString(air.getPort()),
                            Integer.toString(gatewayAir.getPort()),
                            System.getProperty("user.name")));

            try (Lapwing lapwing = Lapwing.connect(stack)) {
                lapwing.send(READING);

                assertThat(gateway.readings().poll(PATIENCE_S, TimeUnit.SECONDS))
                        .isEqualTo(READING);
                assertThat(untilItComes(lapwing)).isEqualTo(SmallGateway.MESSAGE);
                assertFault(Fault.Kind.FORBIDDEN, () -> lapwing.send(FPort.COMMANDS, READING));
                assertFault(Fault.Kind.BAD_INPUT, () -> lapwing.send(Bytes.of(new byte[256])));
            }
        }
    }

    private static Bytes untilItComes(Lapwing lapwing) {
        long dueNs = System.nanoTime() + Duration.ofSeconds(PATIENCE_S).toNanos();
        Optional<Bytes> message = lapwing.receive();
        while (message.isEmpty() && System.nanoTime() < dueNs) {
            Thread.onSpinWait();
            message = lapwing.receive();
        }
        return message.orElseThrow();
    }

    private static void start(Process process) throws IOException {
        process.getOutputStream()
                .write(
                        Bytes.concat(
                                        SmallJoinServer.key(RootKeyKind.NWK_KEY),
                                        SmallJoinServer.key(RootKeyKind.APP_KEY))
                                .toArray());
        process.getOutputStream().close();
        assertThat(new String(process.getInputStream().readNBytes(6), US_ASCII))
                .isEqualTo("ready\n");
    }

    @Test
    void isTheExpertsToTakeApart() {
        SmallJoinServer server = new SmallJoinServer(MacVersion.V1_1, "80");
        DeviceMemory memory = new FileDeviceMemory(folder.resolve("nonces"));
        try (KeySlots slots = server.slots()) {
            EndDevice device = new EndDevice(server.identity(), slots, memory, new Random(1));
            SmallJoinServer.Answer answer = server.answer(device.joinRequest());

            switch (device.joinAccept(answer.accept())) {
                case JoinOutcome.Joined(DeviceSession session) -> {
                    Outgoing message = Outgoing.data(new FPort(7), READING).toBeConfirmed();
                    var uplink = session.uplink(message, SmallGateway.SENT);
                    assertThat(answer.networkSession().uplink(uplink, SmallGateway.SENT))
                            .isInstanceOf(Reception.Accepted.class);
                }
                case JoinOutcome.Refused(JoinOutcome.Reason reason, String why) ->
                        throw new AssertionError(reason + ": " + why);
            }
        }
    }

    @Test
    void saysThatNoNetworkAnswers() throws Exception {
        InetSocketAddress air = freePort();
        SmallJoinServer server = new SmallJoinServer(MacVersion.V1_0_4, "00");
        EndDevice device =
                new EndDevice(
                        server.identity(),
                        server.slots(),
                        DeviceMemory.volatileMemory(),
                        new Random(1));
        try (RadioStack stack =
                new RadioStack(
                        device,
                        server.slots(),
                        UdpModem.open(air, List.of(), SF7),
                        SmallGateway.SENT)) {
            assertFault(Fault.Kind.UNAVAILABLE, () -> stack.join(2, Duration.ofMillis(50)));
            assertFault(Fault.Kind.CONFLICT, () -> stack.send(Lapwing.READINGS, READING));
        }
        assertFault(Fault.Kind.UNAVAILABLE, () -> Lapwing.connect(folder.resolve("nobody")));
    }

    private static InetSocketAddress freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
        }
    }
}
