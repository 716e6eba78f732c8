package io.lapwing.trust;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.service.AuditLog;
import io.lapwing.service.Store;
import io.lapwing.service.sql.StoreOptions;
import io.lapwing.service.sql.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// A Central Entity and nodes over a medium in virtual time, which loses, doubles, delays and reorders from a seed, and
/// does to messages what a test says.
final class World implements AutoCloseable {
    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    static final String OPERATOR = "admin:root";
    static final NodeId N1 = new NodeId(1);
    static final NodeId N2 = new NodeId(2);
    static final NodeId N3 = new NodeId(3);

    /// More than any session takes, so that a test that hangs ends.
    private static final int MOST_DELIVERIES = 20_000;

    final Map<NodeId, TrustNode> nodes = new TreeMap<>();
    final Map<NodeId, KeyChip> chips = new HashMap<>();
    final Map<NodeId, Bytes> labels = new HashMap<>();
    final Map<NodeId, NodeState> states = new HashMap<>();
    final List<Envelope> heard = new ArrayList<>();
    final List<NodeEvent> events = new ArrayList<>();
    final Aes aes = Aes.best();
    final Random random;
    CentralParts parts;
    CentralEntity central;
    Instant now = NOON;
    double loss;
    boolean chaos;

    /// What the medium makes of each message: none, one or several.
    Function<Envelope, List<Envelope>> intruder = List::of;

    /// What carries out a step at the Central Entity.
    UnaryOperator<List<Envelope>> atCentral = UnaryOperator.identity();

    private final Secret guardKey = Secret.random(32);
    private final PriorityQueue<Flight> air =
            new PriorityQueue<>(Comparator.comparing(Flight::at).thenComparingLong(Flight::number));
    private long flights;
    private Store store;

    private record Flight(Instant at, long number, Envelope envelope) {}

    private final Function<NodeId, KeyChip> maker;

    /// With software chips.
    World(Path folder, long seed) {
        this(folder, seed, _ -> SoftwareChip.create(Aes.best()));
    }

    /// @param maker of a chip for each node, and for [NodeId#CENTRAL]
    World(Path folder, long seed, Function<NodeId, KeyChip> maker) {
        this.maker = maker;
        random = new Random(seed);
        store = Stores.embedded(folder.resolve("store"), StoreOptions.of("trust"));
        parts =
                new CentralParts(
                        maker.apply(NodeId.CENTRAL),
                        new SoftwareGuard(aes, guardKey),
                        Samples.signer(),
                        aes,
                        random);
        central = new CentralEntity(store, parts);
        central.start(now);
    }

    Store store() {
        return store;
    }

    /// The Central Entity after a loss of power, over the same store or another view of it.
    void restart(Store view) {
        central.close();
        central = new CentralEntity(view, parts);
        send(central.start(now));
    }

    /// The Central Entity after a restart, with this chip.
    void replaceCentral(KeyChip chip) {
        parts = parts.with(chip);
        restart(store);
    }

    NodeId add(NodeId id) {
        KeyChip chip = chips.computeIfAbsent(id, maker);
        byte[] label = new byte[AccessKey.LENGTH_BYTES];
        random.nextBytes(label);
        labels.put(id, Bytes.of(label));
        boot(id, NodeState.of(id), chip);
        return id;
    }

    private void boot(NodeId id, NodeState state, KeyChip chip) {
        TrustNode before =
                nodes.put(id, new TrustNode(state, chip, aes, random, NodeSettings.defaults()));
        if (before != null) {
            before.close();
        }
        states.put(id, state);
    }

    /// The node after a loss of power: what it remembered is what it wrote down.
    void reboot(NodeId id) {
        boot(id, NodeState.parse(state(id).encode()), Objects.requireNonNull(chips.get(id)));
    }

    NodeState state(NodeId id) {
        return Objects.requireNonNull(states.get(id));
    }

    AccessKey label(NodeId id) {
        return new AccessKey(Secret.take(Objects.requireNonNull(labels.get(id)).toArray()));
    }

    TrustNode node(NodeId id) {
        return Objects.requireNonNull(nodes.get(id));
    }

    void enterLabel(NodeId id) {
        try (AccessKey label = label(id)) {
            send(central.enterLabel(now, OPERATOR, id, label));
        }
    }

    /// Makes nodes, enters their labels, and lets them join.
    void join(NodeId... ids) {
        for (NodeId id : ids) {
            add(id);
            enterLabel(id);
            step(id, node(id).join(now, label(id)));
            run();
        }
    }

    void connect(NodeId from, NodeId to, Service service) {
        step(from, node(from).connect(now, to, service));
        run();
    }

    void step(NodeId id, Step step) {
        step.remember().ifPresent(state -> states.put(id, state));
        events.addAll(step.events());
        send(step.send());
    }

    void send(List<Envelope> envelopes) {
        envelopes.forEach(this::send);
    }

    void send(Envelope envelope) {
        heard.add(envelope);
        for (Envelope passed : intruder.apply(envelope)) {
            int copies = random.nextDouble() < loss ? 0 : chaos && random.nextInt(5) == 0 ? 2 : 1;
            for (int i = 0; i < copies; i++) {
                fly(passed);
            }
        }
    }

    private void fly(Envelope envelope) {
        int delayMs = chaos ? 100 + random.nextInt(3_000) : 100;
        air.add(new Flight(now.plusMillis(delayMs), flights++, envelope));
    }

    /// Until nothing is on its way, and nothing is due within an hour.
    void run() {
        Instant end = now.plus(Duration.ofHours(1));
        for (int i = 0; i < MOST_DELIVERIES; i++) {
            Optional<Instant> due =
                    nodes.values().stream()
                            .map(TrustNode::due)
                            .flatMap(Optional::stream)
                            .min(Instant::compareTo);
            Flight next = air.peek();
            boolean flies = next != null && (due.isEmpty() || !next.at().isAfter(due.get()));
            if (flies) {
                now = later(air.remove().at());
                deliver(Objects.requireNonNull(next).envelope());
            } else if (due.isPresent() && due.get().isBefore(end)) {
                now = later(due.get());
                nodes.forEach((id, node) -> step(id, node.tick(now)));
            } else {
                return;
            }
        }
        throw new IllegalStateException("the world does not come to rest");
    }

    /// Delivers what is on its way now, and nothing more.
    void once() {
        List<Flight> flying = new ArrayList<>(air);
        air.clear();
        flying.sort(Comparator.comparing(Flight::at).thenComparingLong(Flight::number));
        for (Flight flight : flying) {
            now = later(flight.at());
            deliver(flight.envelope());
        }
    }

    /// Every message comes from and goes to another node than it should: what is of node 1 is given to be node 3's.
    static List<Envelope> crossed(Envelope envelope) {
        return List.of(
                new Envelope(turned(envelope.from()), turned(envelope.to()), envelope.message()));
    }

    private static NodeId turned(NodeId node) {
        return node.equals(N1) ? N3 : node.equals(N3) ? N1 : node;
    }

    private Instant later(Instant at) {
        return at.isAfter(now) ? at : now;
    }

    void deliver(Envelope envelope) {
        if (envelope.to().equals(NodeId.CENTRAL)) {
            try {
                send(atCentral.apply(central.receive(now, envelope)));
            } catch (Fault fault) {
                events.add(new NodeEvent.Refused(NodeId.CENTRAL, fault.getMessage()));
            }
            return;
        }
        for (TrustNode node : nodes.values()) {
            boolean meant =
                    envelope.to().equals(node.self()) || envelope.to().equals(Envelope.EVERYONE);
            if (meant && !envelope.from().equals(node.self())) {
                step(node.self(), node.receive(now, envelope));
            }
        }
    }

    /// Both share a key, which shows in data that goes both ways.
    boolean share(NodeId one, NodeId other) {
        return reaches(one, other) && reaches(other, one);
    }

    private boolean reaches(NodeId from, NodeId to) {
        double before = loss;
        loss = 0;
        Bytes data = Bytes.of(random.nextInt(256), random.nextInt(256), random.nextInt(256));
        events.clear();
        step(from, node(from).send(to, data));
        run();
        loss = before;
        return events.contains(new NodeEvent.Received(from, data));
    }

    /// Messages that were sent, of one kind.
    <M extends Message> List<Envelope> heard(Class<M> kind) {
        return heard.stream()
                .filter(envelope -> kind.isInstance(Message.parse(envelope.message())))
                .toList();
    }

    /// What the audit log says, one record a line.
    List<String> audit() {
        return store.audit().read(0, 10_000).stream()
                .map(AuditLog.AuditRecord::event)
                .map(event -> event.action() + " " + event.object() + " " + event.outcome())
                .toList();
    }

    List<String> refusals() {
        return events.stream()
                .filter(NodeEvent.Refused.class::isInstance)
                .map(Object::toString)
                .toList();
    }

    @Override
    public void close() {
        nodes.values().forEach(TrustNode::close);
        central.close();
        store.close();
    }
}
