package io.lapwing.radio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.radio.LinkFrame.Acknowledgement;
import io.lapwing.radio.LinkFrame.Data;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinkTest {
    private static final HostileAir.Mischief NONE = new HostileAir.Mischief(0, 0, 0, 0);
    private static final LinkSettings SETTINGS =
            LinkSettings.of(Modulation.of(SpreadingFactor.SF7));
    private static final NodeAddress ONE = new NodeAddress(1);
    private static final NodeAddress TWO = new NodeAddress(2);
    private static final int ENOUGH = 100_000;
    private static final LinkListener QUIET = (_, _, _) -> {};

    private final HostileAir air = new HostileAir(SETTINGS, NONE, new Random(1));

    private List<LinkFrame> heard() {
        return air.heard().stream().map(LinkFrame::parse).toList();
    }

    @Test
    void answersWithTheAcknowledgementInTheReply() {
        var one = air.add(1, QUIET);
        air.add(
                2,
                (node, event, nowNs) -> {
                    if (event instanceof LinkEvent.Received received) {
                        node.send(received.from(), Bytes.of(9), nowNs);
                    }
                });

        one.node().send(TWO, Bytes.of(1), 0);
        air.run(ENOUGH);

        assertThat(heard()).hasSize(3);
        assertThat(((Data) heard().get(1)).direct()).isPresent();
        assertThat(heard().get(2)).isInstanceOf(Acknowledgement.class);
        assertThat(one.delivered()).isEqualTo(1);
    }

    @Test
    void acknowledgesAsideInAMessageForAnother() {
        var one = air.add(1, QUIET);
        air.add(
                2,
                (node, event, nowNs) -> {
                    if (event instanceof LinkEvent.Received) {
                        node.send(new NodeAddress(3), Bytes.of(9), nowNs);
                    }
                });
        air.add(3, QUIET);

        one.node().send(TWO, Bytes.of(1), 0);
        air.run(ENOUGH);

        // Each frame is heard by both others.
        assertThat(heard()).hasSize(6);
        assertThat(((Data) heard().get(2)).aside().orElseThrow().sender()).isEqualTo(ONE);
        assertThat(one.delivered()).isEqualTo(1);
    }

    @Test
    void sendsWhatWaitsForTheSameNodeTogether() {
        var one = air.add(1, QUIET);
        var two = air.add(2, QUIET);

        for (int i = 0; i < 5; i++) {
            one.node().send(TWO, Bytes.of(i), 0);
        }
        air.run(ENOUGH);

        assertThat(two.received(1)).hasSize(5);
        assertThat(heard().stream().filter(Data.class::isInstance)).hasSize(2);
    }

    @Test
    void asksOnlyForWhatIsMissing() {
        List<Bytes> sent = new ArrayList<>();
        Link one = link(1);
        Link two = link(2);
        one.send(TWO, Bytes.of(new byte[700]));
        long nowNs = 0;
        for (int i = 0; i < 3; i++) {
            Bytes frame = one.frame(nowNs).orElseThrow();
            nowNs += SETTINGS.modulation().airTimeNs(frame.length());
            one.transmitted(nowNs);
            if (i != 1) {
                two.received(frame, 10, nowNs);
            }
            sent.add(frame);
            nowNs += SETTINGS.turnaroundNs();
        }

        Bytes question = two.frame(nowNs).orElseThrow();
        one.received(question, 10, nowNs);
        nowNs += SETTINGS.turnaroundNs();

        assertThat(((Acknowledgement) LinkFrame.parse(question)).have()).isEqualTo(Bytes.of(0b101));
        assertThat(one.frame(nowNs)).contains(sent.get(1));
    }

    @Test
    void takesNothingOfASessionThatEnded() {
        var one = air.add(1, QUIET);
        var two = air.add(2, QUIET);
        one.node().send(TWO, Bytes.of(1), 0);
        air.run(ENOUGH);
        Bytes early = air.heard().getFirst();

        one.restart(QUIET);
        one.node().send(TWO, Bytes.of(2), air.nowNs());
        air.run(ENOUGH);
        two.node().received(early, 10, air.nowNs());
        air.run(ENOUGH);

        assertThat(two.received(1)).containsExactly(Bytes.of(1), Bytes.of(2));
    }

    @Test
    void takesMessagesOfANodeThatRestarted() {
        var one = air.add(1, QUIET);
        var two = air.add(2, QUIET);

        for (int i = 0; i < 20; i++) {
            one.node().send(TWO, Bytes.of(i), air.nowNs());
            air.run(ENOUGH);
            one.restart(QUIET);
        }

        assertThat(two.received(1)).hasSize(20);
    }

    @Test
    void takesNoneTwiceWhenFramesComeAgain() {
        var one = air.add(1, QUIET);
        var two = air.add(2, QUIET);
        one.node().send(TWO, Bytes.of(new byte[600]), 0);
        air.run(ENOUGH);

        for (Bytes frame : List.copyOf(air.heard())) {
            two.node().received(frame, 10, air.nowNs());
            air.run(ENOUGH);
        }

        assertThat(two.received(1)).hasSize(1);
    }

    @Test
    void refusesMoreThanItsBounds() {
        Link link = link(1);
        for (int i = 0; i < SETTINGS.maxQueued(); i++) {
            link.send(TWO, Bytes.of(i));
        }

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> link.send(TWO, Bytes.of(1)))
                .withMessage("16 messages wait for node 0002: want some delivered first");
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> link.send(TWO, Bytes.of(new byte[4000])))
                .withMessageStartingWith("message of 4000 octets: want at most");
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> link.send(ONE, Bytes.of(1)))
                .withMessage("message to 0001: want another node");
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> link.broadcast(Bytes.of(1), 17))
                .withMessage("17 parity fragments: want 0 to 16");
    }

    @Test
    void carriesTheLongestMessage() {
        var one = air.add(1, QUIET);
        var two = air.add(2, QUIET);
        byte[] octets = new byte[SETTINGS.maxMessageBytes()];
        new Random(1).nextBytes(octets);

        one.node().send(TWO, Bytes.of(octets), 0);
        air.run(ENOUGH);

        assertThat(two.received(1)).containsExactly(Bytes.of(octets));
    }

    @Test
    void carriesAMessageWithoutOctets() {
        var one = air.add(1, QUIET);
        var two = air.add(2, QUIET);

        one.node().send(TWO, Bytes.EMPTY, 0);
        air.run(ENOUGH);

        assertThat(two.received(1)).containsExactly(Bytes.EMPTY);
    }

    @Test
    void forgetsTheNodeUsedLongestAgo() {
        Link link =
                new Link(
                        ONE,
                        SETTINGS.withPeers(2),
                        new FragmentSizer(new PacketError()),
                        new Random(1));
        for (int i = 2; i < 10; i++) {
            Link other = link(i);
            other.send(ONE, Bytes.of(i));
            link.received(other.frame(0).orElseThrow(), 10, i * 1_000_000_000L);
            assertThat(link.event()).isInstanceOf(LinkEvent.Received.class);
            Bytes acknowledgement = link.frame(i * 1_000_000_000L + 500_000_000).orElseThrow();
            assertThat(LinkFrame.parse(acknowledgement).to()).isEqualTo(new NodeAddress(i));
            link.transmitted(i * 1_000_000_000L + 600_000_000);
        }

        assertThat(link.frame(20_000_000_000L)).isEmpty();
        assertThat(link.isIdle()).isTrue();
    }

    private static Link link(int address) {
        return new Link(
                new NodeAddress(address),
                SETTINGS,
                new FragmentSizer(new PacketError()),
                new Random(address));
    }
}
