package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.radio.Cell;
import io.lapwing.radio.CellNode;
import io.lapwing.radio.CellSettings;
import io.lapwing.radio.Currents;
import io.lapwing.radio.LinkEvent;
import io.lapwing.radio.NodeAddress;
import io.lapwing.radio.PacketError;
import io.lapwing.radio.Position;
import io.lapwing.trust.Envelope;
import io.lapwing.trust.NodeEvent;
import io.lapwing.trust.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// A Central Entity and nodes, each on its own radio of one cell, in virtual time. What they compute takes as long as their
/// clocks say, and only then does the answer leave.
final class TrustCell implements AutoCloseable {
    /// When virtual time begins.
    static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    /// Between the Central Entity and each node.
    private static final double DISTANCE_M = 30;

    /// A procedure that takes longer does not end.
    private static final Duration LONGEST = Duration.ofHours(12);

    /// Before a procedure nobody says anything for so long: who begins in the moment in which another's frame ends waits for a
    /// turn, and that wait would be the other's doing.
    private static final Duration SILENCE = Duration.ofMinutes(1);

    /// Radios that are no party's: addresses from here on.
    private static final int STRANGERS = 0xFF00;

    private static final NodeAddress EVERYONE = new NodeAddress(0xFFFF);

    private final Cell cell;
    private final int parity;
    private final Map<NodeAddress, TrustHost> hosts = new LinkedHashMap<>();
    private final Map<NodeAddress, CellNode> radios = new HashMap<>();
    private final Map<NodeAddress, NodeId> claims = new HashMap<>();
    private final TreeSet<NodeAddress> parties = new TreeSet<>();
    private final List<Happened> events = new ArrayList<>();
    private final List<Envelope> heard = new ArrayList<>();
    private final TrustLog log;

    /// What happened at a party.
    record Happened(NodeId at, NodeEvent event) {}

    /// @param parity frames more than it needs go out with each message for all
    TrustCell(CellSettings settings, PacketError packetError, RandomGenerator random, int parity) {
        cell = new Cell(settings, packetError, random);
        this.parity = parity;
        log = new TrustLog(TrustCell::name, parties, Currents.sx1276(settings.powerDbm()));
        cell.watch(log);
    }

    /// `CE`, `N1`, `X`, `all`.
    static String name(NodeAddress address) {
        if (address.isEveryone()) {
            return "all";
        }
        return address.value() == 0
                ? "CE"
                : address.value() >= STRANGERS ? "X" : "N" + address.value();
    }

    private static NodeAddress address(NodeId id) {
        return new NodeAddress((int) id.value());
    }

    /// Puts a party into the cell.
    ///
    /// @param clock that counts what it computes; its chip's too
    TrustHost add(TrustParty party, TrustClock clock) {
        NodeAddress address = address(party.id());
        var host = new TrustHost(this, party, clock);
        double turn = address.value() * Math.PI / 2;
        Position position =
                address.value() == 0
                        ? Position.CENTRE
                        : new Position(DISTANCE_M * Math.cos(turn), DISTANCE_M * Math.sin(turn));
        radios.put(
                address,
                cell.add(address, position, (_, event, nowNs) -> told(address, event, nowNs)));
        hosts.put(address, host);
        parties.add(address);
        return host;
    }

    private void told(NodeAddress at, LinkEvent event, long nowNs) {
        switch (event) {
            case LinkEvent.Received received ->
                    log.received(
                            at, received.from(), received.message(), received.broadcast(), nowNs);
            case LinkEvent.Undelivered undelivered -> log.undelivered(at, undelivered.id());
            case LinkEvent.Delivered _ -> {
                // Nobody above the link waits for it.
            }
        }
        TrustHost host = hosts.get(at);
        if (host != null) {
            host.happened(event);
        }
    }

    /// A radio that belongs to nobody, which says whatever is said through [#say].
    NodeAddress stranger() {
        NodeAddress address = new NodeAddress(STRANGERS + radios.size());
        radios.put(
                address,
                cell.add(
                        address,
                        new Position(DISTANCE_M / 2, DISTANCE_M / 2),
                        (_, event, nowNs) -> told(address, event, nowNs)));
        return address;
    }

    /// Lets a stranger send a message in somebody's name.
    void say(NodeAddress stranger, Envelope envelope) {
        claims.put(stranger, envelope.from());
        transmit(stranger, envelope);
    }

    /// Who the one at an address says it is.
    NodeId claimed(NodeAddress address) {
        return claims.getOrDefault(address, new NodeId(address.value()));
    }

    Instant now() {
        return BEGIN.plusNanos(cell.nowNs());
    }

    long nsOf(Instant instant) {
        return Duration.between(BEGIN, instant).toNanos();
    }

    void at(long atNs, Runnable action) {
        cell.after(Duration.ofNanos(Math.max(0, atNs - cell.nowNs())), action);
    }

    void after(long ns, Runnable action) {
        cell.after(Duration.ofNanos(ns), action);
    }

    void computed(NodeId by, long allNs, long chipNs, boolean counts) {
        if (counts) {
            log.worked(address(by), cell.nowNs(), cell.nowNs() + allNs, chipNs);
        }
    }

    void happened(NodeId at, NodeEvent event) {
        events.add(new Happened(at, event));
    }

    /// Sends what a party says: to all as a broadcast, else to one.
    void send(NodeId from, Envelope envelope) {
        heard.add(envelope);
        transmit(address(from), envelope);
    }

    private void transmit(NodeAddress from, Envelope envelope) {
        CellNode radio = radio(from);
        Bytes message = envelope.message();
        if (envelope.to().equals(Envelope.EVERYONE)) {
            log.sending(from, EVERYONE, message, cell.nowNs());
            radio.broadcast(message, parity);
            return;
        }
        NodeAddress to = address(envelope.to());
        log.sending(from, to, message, cell.nowNs());
        log.sent(radio.send(to, message));
    }

    private CellNode radio(NodeAddress address) {
        CellNode radio = radios.get(address);
        if (radio == null) {
            throw new Fault(Fault.Kind.NOT_FOUND, "node " + address + " is not in the cell");
        }
        return radio;
    }

    /// Begins something, lets everything happen until nothing is left to happen, and tells what did.
    ///
    /// @throws Fault `UNAVAILABLE` when it does not come to rest
    TrustProcedure procedure(String name, Runnable begin) {
        cell.after(SILENCE, () -> log.begin(cell.nowNs()));
        while (cell.step()) {
            // What is left of the procedure before comes to its end.
        }
        events.clear();
        long endNs = cell.nowNs() + LONGEST.toNanos();
        begin.run();
        while (cell.step()) {
            if (cell.nowNs() > endNs) {
                throw new Fault(Fault.Kind.UNAVAILABLE, name + " does not end within " + LONGEST);
            }
        }
        return log.end(name);
    }

    /// What happened at the parties since the last procedure began.
    List<Happened> events() {
        return List.copyOf(events);
    }

    /// All that parties ever said, as whoever listens has it.
    List<Envelope> heard() {
        return List.copyOf(heard);
    }

    TrustHost host(NodeId id) {
        TrustHost host = hosts.get(address(id));
        if (host == null) {
            throw new Fault(Fault.Kind.NOT_FOUND, "node " + id + " is not in the cell");
        }
        return host;
    }

    @Override
    public void close() {
        hosts.values().forEach(host -> host.party().close());
    }
}
