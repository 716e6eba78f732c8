package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.device.Bme280;
import io.lapwing.device.Climate;
import io.lapwing.radio.Modulation;
import io.lapwing.trust.DeviceList;
import io.lapwing.trust.Envelope;
import io.lapwing.trust.Measurement;
import io.lapwing.trust.NodeEvent;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.NodeLabel;
import io.lapwing.trust.NodeSettings;
import io.lapwing.trust.NodeState;
import io.lapwing.trust.Reading;
import io.lapwing.trust.StateKey;
import io.lapwing.trust.Step;
import io.lapwing.trust.TrustNode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A node in real time: the state machine of [TrustNode] over a radio, its state in a file, its keys in a chip. All of it
/// happens in the thread that calls [#run]; the radio's thread only hands over.
///
/// A chip that went away, or was reset, is opened again; what is on disk opens again with it, and sessions are made anew. Other
/// faults end it: another chip, another state than that in which the label was made, altered files.
final class NodeAgent implements AutoCloseable {
    /// Messages from the air that wait; what does not fit is lost, as noise would lose it.
    private static final int MAX_WAITING = 64;

    private static final Duration LOOK_AROUND = Duration.ofMillis(500);
    private static final Duration REFRESH = Duration.ofMinutes(10);

    /// How long until something is tried again that nobody answered.
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final NodeFolder folder;
    private final Supplier<NodeChip> chips;
    private final NodeSettings settings;
    private final NodeWishes wishes;
    private final NodeTeller teller;
    private final CellRadio radio;
    private final Optional<Bme280> sensor;
    private final BlockingQueue<Envelope> inbox = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Map<NodeId, Instant> nextTry = new HashMap<>();
    private Optional<Life> life = Optional.empty();
    private Optional<String> radioProblem = Optional.empty();
    private Instant nextLife = Instant.MIN;
    private Instant nextJoin = Instant.MIN;
    private Instant nextCheck = Instant.MIN;
    private Instant nextRefresh = Instant.MIN;
    private Instant nextReading = Instant.MIN;
    private volatile boolean stopped;

    /// A node with its chip, from one opening of the chip to the next.
    ///
    /// @param stateKey proves the state with each reading, where the chip can
    private record Life(NodeChip chip, Optional<StateKey> stateKey, TrustNode node) {
        void close() {
            quietly(node::close);
            stateKey.ifPresent(key -> quietly(key::close));
            quietly(chip::close);
        }

        private static void quietly(Runnable close) {
            try {
                close.run();
            } catch (Fault _) {
                // What a chip held that is away is gone with it.
            }
        }
    }

    /// @param place where it is on the air
    /// @param chips opens its chip
    NodeAgent(
            NodeFolder folder,
            Place place,
            Supplier<NodeChip> chips,
            NodeWishes wishes,
            Consumer<NodeNews> news) {
        this.folder = folder;
        this.chips = chips;
        this.wishes = wishes;
        settings = settings(place.modulation());
        sensor = wishes.sensor().map(Bme280::new);
        NodeId self = number();
        teller = new NodeTeller(self, InstantSource.system(), news);
        radio = new CellRadio(self, place.medium(), place.modulation(), inbox::offer);
    }

    /// Where a node is on the air.
    record Place(CellMedium medium, Modulation modulation) {}

    private NodeId number() {
        return NodeStatusCommand.number(folder)
                .orElseThrow(() ->
                        new Fault(
                                Fault.Kind.CONFLICT,
                                "this node has no label: want lapwing node label first"));
    }

    private Optional<NodeState> state() {
        return NodeStatusCommand.state(folder);
    }

    /// The label that waits for its join. One by which the state was made is only still there because power was lost then.
    private Optional<Bytes> label() {
        Optional<Bytes> used = folder.read(NodeFolder.Part.USED_LABEL);
        boolean member = state().flatMap(NodeState::membership).isPresent();
        return folder.read(NodeFolder.Part.LABEL)
                .filter(kept -> !member || !used.equals(Optional.of(kept)));
    }

    /// An answer may take a dozen of the longest frames: it comes after the radio's own repetitions.
    static NodeSettings settings(Modulation modulation) {
        NodeSettings usual = NodeSettings.defaults();
        Duration answer = Duration.ofNanos(12 * modulation.airTimeNs(Modulation.MAX_FRAME_BYTES));
        Duration patient =
                answer.compareTo(usual.answerWithin()) > 0 ? answer : usual.answerWithin();
        return new NodeSettings(patient, usual.tries(), usual.runLife().plus(patient));
    }

    /// Runs until [#stop].
    ///
    /// @throws Fault `TAMPERED` when the chip is another than the one that holds its keys, or its files were altered
    void run() throws InterruptedException {
        while (!stopped) {
            Instant now = Instant.now();
            tendRadio(now);
            begin(now);
            Optional<Life> living = life;
            living.ifPresent(one -> guarded(() -> work(one, now)));
            Envelope next = inbox.poll(wait(now).toMillis(), TimeUnit.MILLISECONDS);
            if (next != null && living.equals(life)) {
                living.ifPresent(one -> guarded(() -> receive(one, next)));
            }
        }
    }

    /// Lets go of a chip that is away, and of all that depends on it; both begin anew from what is on disk.
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.UNAVAILABLE && fault.kind() != Fault.Kind.EXHAUSTED) {
                throw fault;
            }
            teller.tell("chip", fault.getMessage());
            life.ifPresent(Life::close);
            life = Optional.empty();
        }
    }

    /// Ends [#run] soon; from any thread.
    void stop() {
        stopped = true;
    }

    private void tendRadio(Instant now) {
        radio.tend(now);
        Optional<String> problem = radio.problem();
        if (!problem.equals(radioProblem)) {
            radioProblem = problem;
            teller.tell("radio", problem.orElse("works"));
        }
    }

    private void begin(Instant now) {
        if (life.isPresent() || now.isBefore(nextLife)) {
            return;
        }
        try {
            Life begun = begun(chips.get());
            life = Optional.of(begun);
            nextJoin = now;
            nextRefresh = now;
            begun.stateKey().ifPresent(key -> carry(now, begun.node().proveBy(now, key)));
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.UNAVAILABLE) {
                throw fault;
            }
            nextLife = now.plus(PAUSE);
            teller.tell("chip", fault.getMessage());
        }
    }

    private Life begun(NodeChip chip) {
        try {
            NodeState state = state().orElseGet(() -> NodeState.of(number()));
            TrustNode node =
                    new TrustNode(state, chip.chip(), Aes.best(), new SecureRandom(), settings);
            return new Life(chip, chip.stateKey(), node);
        } catch (Fault fault) {
            chip.close();
            throw fault;
        }
    }

    private Duration wait(Instant now) {
        Duration due =
                life.flatMap(living -> living.node().due())
                        .map(at -> Duration.between(now, at))
                        .filter(left -> left.compareTo(LOOK_AROUND) < 0)
                        .orElse(LOOK_AROUND);
        return due.isNegative() ? Duration.ZERO : due;
    }

    private void work(Life living, Instant now) {
        TrustNode node = living.node();
        if (!now.isBefore(nextCheck)) {
            nextCheck = now.plus(PAUSE);
            living.chip().check();
        }
        if (node.due().filter(at -> !at.isAfter(now)).isPresent()) {
            carry(now, node.tick(now));
        }
        join(living, now);
        if (node.list().isPresent()) {
            if (!now.isBefore(nextRefresh)) {
                nextRefresh = now.plus(REFRESH);
                carry(now, node.refresh(now));
            }
            wishes.to().forEach(peer -> connect(node, now, peer));
            measure(living, now);
        }
    }

    /// Joins by the label that waits, also when it was a member already.
    private void join(Life living, Instant now) {
        if (now.isBefore(nextJoin)) {
            return;
        }
        nextJoin = Instant.MAX;
        label().ifPresent(kept -> {
            TrustNode node = living.node();
            NodeLabel label = living.chip().openLabel(kept);
            teller.tell("joining", NodeId.CENTRAL, "as node " + label.node());
            carry(now, node.join(now, label.accessKey()));
        });
    }

    private void connect(TrustNode node, Instant now, NodeId peer) {
        boolean listed =
                node.list().map(DeviceList::nodes).filter(n -> n.contains(peer)).isPresent();
        boolean due = !now.isBefore(nextTry.getOrDefault(peer, Instant.MIN));
        if (listed && due && node.session(peer).isEmpty()) {
            nextTry.put(peer, now.plus(settings.answerWithin().multipliedBy(settings.tries())));
            carry(now, node.connect(now, peer, wishes.service()));
        }
    }

    private void measure(Life living, Instant now) {
        List<NodeId> connected =
                wishes.to().stream()
                        .filter(peer -> living.node().session(peer).isPresent())
                        .toList();
        if (sensor.isEmpty() || connected.isEmpty() || now.isBefore(nextReading)) {
            return;
        }
        nextReading = now.plus(wishes.every());
        try {
            Climate climate = sensor.get().read();
            connected.forEach(peer -> send(living, now, peer, climate));
        } catch (Fault fault) {
            teller.tell("sensor", fault.getMessage());
        }
    }

    /// With a proof of the state where the chip gives one, else as text.
    private void send(Life living, Instant now, NodeId peer, Climate climate) {
        TrustNode node = living.node();
        Step step =
                living.stateKey().isPresent()
                        ? node.send(peer, reading(climate))
                        : node.send(
                                peer,
                                Bytes.of(climate.toString().getBytes(StandardCharsets.UTF_8)));
        carry(now, step);
        if (!step.send().isEmpty()) {
            teller.tell("sent", peer, climate.toString());
        }
    }

    private static Reading reading(Climate climate) {
        return Reading.of(
                new Measurement.Temperature(climate.celsius().movePointRight(2).intValue()),
                new Measurement.Pressure(climate.hectopascals().movePointRight(2).intValue()),
                new Measurement.Humidity(climate.percent().movePointRight(2).intValue()));
    }

    private void receive(Life living, Envelope envelope) {
        Instant now = Instant.now();
        Step step = living.node().receive(now, envelope);
        carry(now, step);
        if (isRefused(step) && living.node().session(envelope.from()).isEmpty()) {
            // It may be of a session that this node lost.
            connect(living.node(), now, envelope.from());
        }
    }

    private static boolean isRefused(Step step) {
        return step.events().stream().anyMatch(NodeEvent.Refused.class::isInstance);
    }

    private void carry(Instant now, Step step) {
        if (step.events().stream().anyMatch(NodeEvent.Joined.class::isInstance)) {
            folder.read(NodeFolder.Part.LABEL)
                    .ifPresent(label -> folder.write(NodeFolder.Part.USED_LABEL, label));
        }
        step.remember().ifPresent(state -> folder.write(NodeFolder.Part.STATE, state.encode()));
        radio.send(step.send());
        step.events().forEach(event -> happened(now, event));
        if (isRefused(step)) {
            // Perhaps because the chip went away: this throws then.
            life.ifPresent(living -> living.chip().check());
        }
    }

    private void happened(Instant now, NodeEvent event) {
        teller.tell(event);
        switch (event) {
            case NodeEvent.Joined() -> {
                folder.remove(NodeFolder.Part.LABEL);
                folder.remove(NodeFolder.Part.USED_LABEL);
                nextRefresh = now;
            }
            case NodeEvent.Connected(var session) -> {
                nextTry.remove(session.peer());
                nextReading = Instant.MIN;
            }
            case NodeEvent.GaveUp(_, var peer) -> {
                if (peer.equals(NodeId.CENTRAL)) {
                    nextJoin = now.plus(PAUSE);
                } else {
                    nextTry.put(peer, now.plus(PAUSE));
                }
            }
            case NodeEvent.Enrolled _,
                    NodeEvent.ListChanged _,
                    NodeEvent.Confirmed _,
                    NodeEvent.Shared _,
                    NodeEvent.Received _,
                    NodeEvent.Proven _,
                    NodeEvent.Refused _ -> {
                // It is told, and that is all.
            }
        }
    }

    @Override
    public void close() {
        radio.close();
        life.ifPresent(Life::close);
        life = Optional.empty();
    }
}
