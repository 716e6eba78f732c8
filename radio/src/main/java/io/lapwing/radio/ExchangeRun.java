package io.lapwing.radio;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.radio.Exchange.Leg;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Runs an [Exchange] once over a cell: each message leaves when the one before has arrived, or, if another node has the
/// next word, when its sender knows that it has; without time to compute.
public final class ExchangeRun {
    /// Nobody waits longer.
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final double DISTANCE_M = 30;

    /// How it went.
    ///
    /// @param elapsedNs until the last message's sender knew that it had arrived
    /// @param usage of the Central Entity and the two nodes
    public record Result(long elapsedNs, List<RadioUsage> usage) {
        public double elapsedS() {
            return elapsedNs / 1e9;
        }

        /// On the air, of all.
        public double airTimeS() {
            return usage.stream().mapToLong(RadioUsage::transmitNs).sum() / 1e9;
        }
    }

    private record Sent(NodeAddress from, MessageId id) {}

    private final Exchange exchange;
    private final Cell cell;
    private final List<CellNode> nodes = new ArrayList<>();
    private final Map<Sent, Integer> sent = new HashMap<>();
    private int next;
    private long endNs = -1;

    private ExchangeRun(Exchange exchange, Cell cell) {
        this.exchange = exchange;
        this.cell = cell;
        for (int i = 0; i < 3; i++) {
            Position position = new Position(i == 0 ? 0 : DISTANCE_M, i == 2 ? DISTANCE_M : 0);
            nodes.add(cell.add(new NodeAddress(i), position, this::happened));
        }
    }

    /// Runs an exchange from its first message to its last.
    ///
    /// @throws Fault `UNAVAILABLE` when it did not come to its end within an hour
    public static Result of(
            Exchange exchange,
            CellSettings settings,
            PacketError packetError,
            RandomGenerator random) {
        ExchangeRun run = new ExchangeRun(exchange, new Cell(settings, packetError, random));
        return run.result();
    }

    private Result result() {
        sendNext();
        while (endNs < 0 && cell.nowNs() < LONGEST.toNanos() && cell.step()) {
            // Each step lets one thing happen.
        }
        if (endNs < 0) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "%s ended at message %d of %d"
                            .formatted(exchange.title(), next, exchange.legs().size()));
        }
        return new Result(endNs, nodes.stream().map(CellNode::usage).toList());
    }

    /// Sends the next message, and the one after it if the same node has that to say too.
    private void sendNext() {
        Leg leg = exchange.legs().get(next);
        boolean same = true;
        while (same) {
            MessageId id =
                    nodes.get(leg.from()).send(new NodeAddress(leg.to()), message(leg.bytes()));
            sent.put(new Sent(nodes.get(leg.from()).address(), id), next);
            next++;
            Leg before = leg;
            same = next < exchange.legs().size();
            leg = same ? exchange.legs().get(next) : leg;
            same = same && leg.from() == before.from() && leg.to() == before.to();
        }
    }

    private Bytes message(int bytes) {
        byte[] octets = new byte[bytes];
        if (bytes > 0) {
            octets[0] = (byte) next;
        }
        return Bytes.of(octets);
    }

    private void happened(LinkNode node, LinkEvent event, long nowNs) {
        switch (event) {
            case LinkEvent.Received received -> {
                if (received.message().at(0) == next - 1 && isNext(node.address())) {
                    sendNext();
                }
            }
            case LinkEvent.Delivered delivered -> {
                boolean latest =
                        sent.getOrDefault(new Sent(node.address(), delivered.id()), -1) == next - 1;
                if (latest && next == exchange.legs().size()) {
                    endNs = nowNs;
                } else if (latest && !isNext(new NodeAddress(exchange.legs().get(next - 1).to()))) {
                    sendNext();
                }
            }
            case LinkEvent.Undelivered undelivered ->
                    throw new Fault(Fault.Kind.UNAVAILABLE, undelivered + " after all rounds");
        }
    }

    /// Whether this node sends the next message.
    private boolean isNext(NodeAddress address) {
        return next < exchange.legs().size() && exchange.legs().get(next).from() == address.value();
    }
}
