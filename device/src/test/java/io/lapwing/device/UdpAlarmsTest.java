package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UdpAlarmsTest {
    private static final Bytes FRAME = Bytes.of(new byte[AlarmFrame.BYTES]);
    private static final int PATIENCE_MS = 20_000;

    @Test
    void sendsTheSameOctetsManyTimesBeforeItCallsThemSent() throws Exception {
        try (DatagramSocket platform = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                UdpAlarms alarms =
                        new UdpAlarms((InetSocketAddress) platform.getLocalSocketAddress())) {
            platform.setSoTimeout(PATIENCE_MS);
            List<Boolean> sent = new ArrayList<>();
            List<Bytes> received = new ArrayList<>();
            for (int i = 0; i < UdpAlarms.TIMES; i++) {
                sent.add(alarms.send(FRAME));
                DatagramPacket packet = new DatagramPacket(new byte[100], 100);
                platform.receive(packet);
                received.add(Bytes.of(packet.getData()).slice(0, packet.getLength()));
            }

            assertThat(sent.indexOf(true)).isEqualTo(UdpAlarms.TIMES - 1);
            assertThat(received).hasSize(UdpAlarms.TIMES).containsOnly(FRAME);
        }
    }

    @Test
    void wantsAHostThatIsKnown() {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(
                        () -> new UdpAlarms(InetSocketAddress.createUnresolved("nowhere", 8445)))
                .withMessage("host nowhere is not known");
    }
}
