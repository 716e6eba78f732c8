package io.lapwing.radio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellTest {
    private static final PacketError NOISE = new PacketError();
    private static final Modulation SF7 = Modulation.of(SpreadingFactor.SF7);
    private static final NodeAddress CENTRAL = new NodeAddress(0);
    private static final Position NEAR = new Position(30, 0);

    private final List<LinkEvent> events = new ArrayList<>();
    private long lastNs;
    private final LinkListener note =
            (_, event, nowNs) -> {
                events.add(event);
                lastNs = nowNs;
            };

    private Cell cell(CellSettings settings) {
        return new Cell(settings, NOISE, new Random(1));
    }

    @Test
    void bringsAMessageAndTellsItsSender() {
        Cell cell = cell(CellSettings.of(SF7));
        cell.add(CENTRAL, Position.CENTRE, note);
        CellNode node = cell.add(new NodeAddress(1), NEAR, note);

        MessageId id = node.send(CENTRAL, Bytes.of(1, 2, 3));
        cell.run();

        assertThat(events)
                .containsExactly(
                        new LinkEvent.Received(node.address(), Bytes.of(1, 2, 3), false),
                        new LinkEvent.Delivered(id));
        // 15 octets and an acknowledgement of 12, 10 ms between them.
        assertThat(lastNs).isEqualTo(SF7.airTimeNs(15) + 10_000_000 + SF7.airTimeNs(12));
    }

    /// A question, an answer that took 40 ms to compute, and the acknowledgement of that.
    @ParameterizedTest
    @CsvSource({"0, 4", "60, 3"})
    void letsAnAnswerCarryTheAcknowledgementWhereNodesCompute(long answerAfterMs, long frames) {
        CellSettings settings = CellSettings.of(SF7);
        LinkSettings link = settings.link().withAnswersAfter(answerAfterMs * 1_000_000);
        Cell cell = cell(settings.with(link));
        CellNode[] central = new CellNode[1];
        central[0] =
                cell.add(
                        CENTRAL,
                        Position.CENTRE,
                        (_, event, _) -> {
                            if (event instanceof LinkEvent.Received received) {
                                cell.after(
                                        Duration.ofMillis(40),
                                        () -> central[0].send(received.from(), Bytes.of(2)));
                            }
                        });
        CellNode node = cell.add(new NodeAddress(1), NEAR, note);

        node.send(CENTRAL, Bytes.of(1));
        cell.run();

        assertThat(events)
                .contains(new LinkEvent.Received(CENTRAL, Bytes.of(2), false))
                .hasAtLeastOneElementOfType(LinkEvent.Delivered.class);
        assertThat(central[0].usage().frames() + node.usage().frames()).isEqualTo(frames);
    }

    @Test
    void showsEveryFrameToAWatcher() {
        Cell cell = cell(CellSettings.of(SF7));
        List<String> seen = new ArrayList<>();
        cell.watch(
                new CellWatcher() {
                    @Override
                    public void began(LinkFrame frame, int octets, long startNs, long endNs) {
                        seen.add(frame.from() + " began " + octets);
                        assertThat(endNs - startNs).isEqualTo(SF7.airTimeNs(octets));
                    }

                    @Override
                    public void ended(LinkFrame frame, Set<NodeAddress> reached) {
                        seen.add(frame.from() + " reached " + reached);
                    }
                });
        cell.add(CENTRAL, Position.CENTRE, note);
        CellNode node = cell.add(new NodeAddress(1), NEAR, note);

        node.send(CENTRAL, Bytes.of(1, 2, 3));
        cell.run();

        assertThat(seen)
                .containsExactly(
                        "0001 began 15",
                        "0001 reached [0000]",
                        "0000 began 12",
                        "0000 reached [0001]");
    }

    @Test
    void givesUpOnANodeThatIsNotThere() {
        Cell cell = cell(CellSettings.of(SF7));
        CellNode node = cell.add(new NodeAddress(1), NEAR, note);

        MessageId id = node.send(CENTRAL, Bytes.of(1));
        cell.run();

        assertThat(events).containsExactly(new LinkEvent.Undelivered(id));
        assertThat(node.usage().frames()).isEqualTo(1 + LinkSettings.of(SF7).maxRounds());
    }

    @Test
    void hearsNothingBeyondTheReach() {
        Cell cell = cell(CellSettings.of(SF7));
        cell.add(CENTRAL, Position.CENTRE, note);
        CellNode node = cell.add(new NodeAddress(1), new Position(10_000, 0), note);

        node.send(CENTRAL, Bytes.of(1));
        cell.run();

        assertThat(events).hasOnlyElementsOfType(LinkEvent.Undelivered.class);
    }

    @Test
    void keepsALinkNearTheLimitOfReceptionByShorterFragments() {
        CellSettings settings = CellSettings.of(SF7);
        double lossDb = settings.powerDbm() - Noise.floorDbm(Bandwidth.KHZ_125) + 7.9;
        Position far = new Position(settings.pathLoss().distanceM(lossDb), 0);
        Cell cell = cell(settings);
        cell.add(CENTRAL, Position.CENTRE, note);
        CellNode node = cell.add(new NodeAddress(1), far, note);

        for (int i = 0; i < 4; i++) {
            node.send(CENTRAL, Bytes.of(new byte[400 + i]));
        }
        cell.run();

        assertThat(events.stream().filter(LinkEvent.Delivered.class::isInstance)).hasSize(4);
        assertThat(node.usage().octets() / node.usage().frames()).isLessThan(200);
    }

    @Test
    void broadcastsReachEachNodeThatMissesNoMoreThanTheParity() {
        Cell cell = cell(CellSettings.of(SF7).withLoss(0.1));
        CellNode central = cell.add(CENTRAL, Position.CENTRE, note);
        for (int i = 1; i <= 100; i++) {
            cell.add(new NodeAddress(i), NEAR, note);
        }
        Bytes list = Bytes.of(new byte[700]);

        central.broadcast(list, 4);
        cell.run();

        assertThat(events).hasSizeGreaterThan(97);
        assertThat(events).containsOnly(new LinkEvent.Received(CENTRAL, list, true));
        assertThat(central.usage().frames()).isEqualTo(3 + 4);
    }

    @Test
    void waitsForItsDutyCycle() {
        Modulation sf12 = Modulation.of(SpreadingFactor.SF12);
        Cell cell = cell(CellSettings.of(sf12).within(SubBand.G1));
        cell.add(CENTRAL, Position.CENTRE, note);
        CellNode node = cell.add(new NodeAddress(1), NEAR, note);

        for (int i = 0; i < 6; i++) {
            node.send(CENTRAL, Bytes.of(new byte[240]));
        }
        cell.run();

        assertThat(events.stream().filter(LinkEvent.Delivered.class::isInstance)).hasSize(6);
        assertThat(cell.nowNs()).isGreaterThan(Duration.ofHours(1).toNanos());
        assertThat(node.usage().transmitNs()).isLessThan(Duration.ofSeconds(72).toNanos());
    }

    @Test
    void countsWhatItsRadiosDo() {
        Cell cell = cell(CellSettings.of(SF7));
        cell.add(CENTRAL, Position.CENTRE, note);
        CellNode node = cell.add(new NodeAddress(1), NEAR, note);

        node.send(CENTRAL, Bytes.of(1, 2, 3));
        cell.run();

        assertThat(node.usage())
                .isEqualTo(
                        new RadioUsage(1, 15, SF7.airTimeNs(15), 10_000_000 + SF7.airTimeNs(12)));
        assertThat(node.usage().energyMj(Currents.sx1276(14))).isGreaterThan(0);
    }

    @Test
    void refusesAnAddressTwice() {
        Cell cell = cell(CellSettings.of(SF7));
        cell.add(CENTRAL, Position.CENTRE, note);

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> cell.add(CENTRAL, NEAR, note))
                .withMessage("node 0000 is in the cell already");
    }

    /// Each node has one reading for the Central Entity within an hour and a half.
    @Test
    void holdsTenThousandNodesInSeconds() {
        int nodes = 10_000;
        CellSettings settings = CellSettings.of(SF7);
        LinkSettings link = settings.link();
        LinkSettings wide =
                new LinkSettings(
                        link.modulation(),
                        true,
                        link.turnaroundNs(),
                        link.answerAfterNs(),
                        link.maxFrameBytes(),
                        link.maxRounds(),
                        nodes,
                        link.maxQueued());
        Random random = new Random(1);
        Cell cell = new Cell(settings.with(wide), NOISE, random);
        cell.add(CENTRAL, Position.CENTRE, note);
        for (int i = 1; i <= nodes; i++) {
            Position place = new Position(random.nextDouble(60), random.nextDouble(60));
            CellNode node = cell.add(new NodeAddress(i), place, (_, _, _) -> {});
            cell.after(
                    Duration.ofMillis(random.nextInt(5_400_000)),
                    () -> node.send(CENTRAL, Bytes.of(new byte[20])));
        }

        cell.run();

        assertThat(events).doesNotHaveDuplicates();
        assertThat(events.size()).isEqualTo(nodes);
    }
}
