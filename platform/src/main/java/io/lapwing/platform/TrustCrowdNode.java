package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Secret;
import io.lapwing.radio.Cell;
import io.lapwing.radio.CellNode;
import io.lapwing.radio.LinkEvent;
import io.lapwing.radio.NodeAddress;
import io.lapwing.radio.Position;
import io.lapwing.trust.AccessKey;
import io.lapwing.trust.Envelope;
import io.lapwing.trust.NodeEvent;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.NodeSettings;
import io.lapwing.trust.NodeState;
import io.lapwing.trust.SoftwareChip;
import io.lapwing.trust.Step;
import io.lapwing.trust.TrustNode;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;

/// One of many nodes of a crowded cell: it joins, and is at rest then. It has a chip only while it tries.
final class TrustCrowdNode implements AutoCloseable {
    private static final int MOST_ATTEMPTS = 4;
    private static final Duration LEAST_PAUSE = Duration.ofMinutes(10);

    /// So patient that a Central Entity which must be silent for a while finds it waiting.
    private static final NodeSettings SETTINGS =
            new NodeSettings(Duration.ofSeconds(30), 6, Duration.ofMinutes(5));

    private static final SecureRandom UNPREDICTABLE = new SecureRandom();

    private final Cell cell;
    private final Aes aes;
    private final TrustCrowdCentral central;
    private final NodeId id;
    private final Random random;
    private final CellNode radio;
    private Optional<Trying> trying = Optional.empty();
    private int attempts;
    private long begunNs;
    private long joinedNs = -1;

    /// @param number of all, from 0
    /// @param turn where it stands: the angle
    /// @param far where it stands: from the middle, in m
    /// @param random of its pauses
    TrustCrowdNode(
            Cell cell,
            Aes aes,
            TrustCrowdCentral central,
            int number,
            double turn,
            double far,
            Random random) {
        this.cell = cell;
        this.aes = aes;
        this.central = central;
        this.random = random;
        NodeAddress address = new NodeAddress(number + 1);
        id = central.node(address);
        radio =
                cell.add(
                        address,
                        new Position(far * Math.cos(turn), far * Math.sin(turn)),
                        (_, event, _) -> happened(event));
    }

    private record Trying(TrustNode node, SoftwareChip chip) {
        void close() {
            node.close();
            chip.close();
        }
    }

    /// Gets a label, which is entered, and begins to join.
    void begin() {
        close();
        SoftwareChip chip = SoftwareChip.create(aes);
        var node = new TrustNode(NodeState.of(id), chip, aes, UNPREDICTABLE, SETTINGS);
        trying = Optional.of(new Trying(node, chip));
        attempts++;
        begunNs = cell.nowNs();
        AccessKey label = new AccessKey(Secret.random(AccessKey.LENGTH_BYTES));
        central.enter(id, label);
        carryOut(node.join(now(), label));
    }

    private Instant now() {
        return TrustCell.BEGIN.plusNanos(cell.nowNs());
    }

    private void happened(LinkEvent event) {
        if (event instanceof LinkEvent.Received received
                && !received.broadcast()
                && received.from().equals(central.address())) {
            var envelope = new Envelope(NodeId.CENTRAL, id, received.message());
            trying.ifPresent(one -> carryOut(one.node().receive(now(), envelope)));
        }
    }

    private void carryOut(Step step) {
        step.send().forEach(envelope -> radio.send(central.address(), envelope.message()));
        for (NodeEvent event : step.events()) {
            if (event instanceof NodeEvent.Joined) {
                joinedNs = cell.nowNs();
                close();
            } else if (event instanceof NodeEvent.GaveUp && attempts < MOST_ATTEMPTS) {
                close();
                Duration pause = LEAST_PAUSE.plusNanos(random.nextLong(2 * LEAST_PAUSE.toNanos()));
                cell.after(pause, this::begin);
            }
        }
        trying.flatMap(one -> one.node().due())
                .ifPresent(due ->
                        cell.after(
                                Duration.between(now(), due).isNegative()
                                        ? Duration.ZERO
                                        : Duration.between(now(), due),
                                this::tick));
    }

    private void tick() {
        trying.filter(one -> one.node().due().filter(due -> !due.isAfter(now())).isPresent())
                .ifPresent(one -> carryOut(one.node().tick(now())));
    }

    boolean joined() {
        return joinedNs >= 0;
    }

    long joinedNs() {
        return joinedNs;
    }

    long tookNs() {
        return joinedNs - begunNs;
    }

    int attempts() {
        return attempts;
    }

    @Override
    public void close() {
        trying.ifPresent(Trying::close);
        trying = Optional.empty();
    }
}
