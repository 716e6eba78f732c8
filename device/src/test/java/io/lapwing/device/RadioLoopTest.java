package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.radio.DutyCycle;
import io.lapwing.radio.LinkEvent;
import io.lapwing.radio.LinkSettings;
import io.lapwing.radio.Modulation;
import io.lapwing.radio.NodeAddress;
import io.lapwing.radio.SpreadingFactor;
import io.lapwing.radio.SubBand;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The link's state machine in real time: over UDP, and over two modems at serial ports.
class RadioLoopTest {
    private static final Modulation SF7 = Modulation.of(SpreadingFactor.SF7);
    private static final NodeAddress CENTRAL = new NodeAddress(0);
    private static final NodeAddress NODE = new NodeAddress(1);
    private static final int PATIENCE_S = 20;

    private final BlockingQueue<LinkEvent> atCentral = new ArrayBlockingQueue<>(10);
    private final BlockingQueue<LinkEvent> atNode = new ArrayBlockingQueue<>(10);

    @Test
    void bringsAMessageAndItsAnswerOverUdp() throws Exception {
        InetSocketAddress central = freePort();
        InetSocketAddress node = freePort();
        LinkSettings settings = LinkSettings.of(SF7).withoutCarrierSense();

        try (RadioLoop _ = central(settings, UdpModem.open(central, List.of(node), SF7));
                RadioLoop loop = node(settings, UdpModem.open(node, List.of(central), SF7))) {
            loop.send(CENTRAL, Bytes.of(new byte[300])).get(PATIENCE_S, TimeUnit.SECONDS);

            assertExchange(Bytes.of(new byte[300]));
        }
    }

    @Test
    void bringsAMessageAndItsAnswerOverSerialModems() throws Exception {
        LinkSettings settings = SerialModem.linkSettings(SF7);

        try (ModemEmulator one = new ModemEmulator();
                ModemEmulator other = new ModemEmulator()) {
            one.hears(other);
            other.hears(one);
            try (RadioLoop _ = central(settings, serial(one));
                    RadioLoop loop = node(settings, serial(other))) {
                loop.send(CENTRAL, Bytes.of(new byte[300])).get(PATIENCE_S, TimeUnit.SECONDS);

                assertExchange(Bytes.of(new byte[300]));
            }
            assertThat(one.commands())
                    .startsWith(
                            "mac pause",
                            "radio set mod lora",
                            "radio set freq 869525000",
                            "radio set pwr 14",
                            "radio set sf sf7",
                            "radio set bw 125",
                            "radio set cr 4/5",
                            "radio set crc on",
                            "radio set prlen 8",
                            "radio set wdt 0",
                            "radio rx 0");
        }
    }

    @Test
    void endsWithTheModem() throws Exception {
        ModemEmulator modem = new ModemEmulator();
        try (RadioLoop loop = central(SerialModem.linkSettings(SF7), serial(modem))) {
            modem.close();

            @Nullable Fault end = null;
            while (end == null) {
                // The reader notices within a read of the port.
                end = loop.end();
                Thread.onSpinWait();
            }
            assertThat(end.kind()).isEqualTo(Fault.Kind.UNAVAILABLE);
            assertThat(loop.send(NODE, Bytes.of(1))).isCompletedExceptionally();
        }
    }

    @Test
    void tellsThatAMessageIsTooLong() throws Exception {
        InetSocketAddress central = freePort();
        LinkSettings settings = LinkSettings.of(SF7).withoutCarrierSense();

        try (RadioLoop loop = central(settings, UdpModem.open(central, List.of(), SF7))) {
            var sent = loop.send(NODE, Bytes.of(new byte[5000]));

            assertThat(sent)
                    .failsWithin(PATIENCE_S, TimeUnit.SECONDS)
                    .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                    .havingCause()
                    .withMessageStartingWith("message of 5000 octets: want at most");
        }
    }

    @Test
    void refusesWhatIsNoSerialPort() {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> SerialModem.open(Path.of("/dev/null"), SF7, SubBand.G3))
                .withMessageStartingWith("cannot set the serial port /dev/null");
    }

    private void assertExchange(Bytes message) throws InterruptedException {
        assertThat(atCentral.poll(PATIENCE_S, TimeUnit.SECONDS))
                .isEqualTo(new LinkEvent.Received(NODE, message, false));
        assertThat(atNode.poll(PATIENCE_S, TimeUnit.SECONDS))
                .isInstanceOf(LinkEvent.Delivered.class);
        assertThat(atNode.poll(PATIENCE_S, TimeUnit.SECONDS))
                .isEqualTo(new LinkEvent.Received(CENTRAL, Bytes.of(7), false));
        assertThat(atCentral.poll(PATIENCE_S, TimeUnit.SECONDS))
                .isInstanceOf(LinkEvent.Delivered.class);
    }

    private RadioLoop central(LinkSettings settings, Modem modem) {
        return RadioLoop.start(
                CENTRAL,
                settings,
                DutyCycle.of(SubBand.G3),
                modem,
                (link, event, nowNs) -> {
                    atCentral.add(event);
                    if (event instanceof LinkEvent.Received received) {
                        link.send(received.from(), Bytes.of(7), nowNs);
                    }
                },
                new Random(1));
    }

    private RadioLoop node(LinkSettings settings, Modem modem) {
        return RadioLoop.start(
                NODE,
                settings,
                DutyCycle.of(SubBand.G1),
                modem,
                (_, event, _) -> atNode.add(event),
                new Random(2));
    }

    private static SerialModem serial(ModemEmulator emulator) {
        return SerialModem.open(emulator.pty().port(), SF7, SubBand.G3);
    }

    private static InetSocketAddress freePort() throws Exception {
        try (DatagramSocket any = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), any.getLocalPort());
        }
    }
}
