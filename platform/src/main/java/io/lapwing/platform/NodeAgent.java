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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// A node in real time: the state machine of [TrustNode] over a radio, its state in a file, its keys in a chip. All of it
/// happens in the thread that calls [#run]; the radio's thread only hands over.
///
/// A chip that went away, or was reset, is opened again; what is on disk opens again with it, and sessions are made anew.
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
    private final Consumer<NodeNews> news;
    private final CellRadio radio;
    private final Optional<Bme280> sensor;
    private final BlockingQueue<Envelope> inbox = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Map<NodeId, Instant> nextTry = new HashMap<>();
    private Optional<Life> life = Optional.empty();
    private Optional<String> radioProblem = Optional.empty();
    private Instant nextLife = Instant.MIN;
    private Instant nextJoin = Instant.MIN;
    private Instant nextRefresh = Instant.MIN;
    private Instant nextReading = Instant.MIN;
    private volatile boolean stopped;

    /// A node with its chip, from one opening of the chip to the next.
    ///
    /// @param stateKey proves the state with each reading, where the chip can
    private record Life(NodeChip chip, Optional<StateKey> stateKey, TrustNode node) {
        void close() {
            node.close();
            stateKey.ifPresent(StateKey::close);
            chip.close();
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
        this.news = news;
        settings = settings(place.modulation());
        sensor = wishes.sensor().map(Bme280::new);
        radio = new CellRadio(number(), place.medium(), place.modulation(), inbox::offer);
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
            if (living.isPresent()) {
                work(living.get(), now);
            }
            Envelope next = inbox.poll(wait(now).toMillis(), TimeUnit.MILLISECONDS);
            if (next != null && living.isPresent()) {
                receive(living.get(), next);
            }
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
            tell("radio", Optional.empty(), problem.orElse("works"));
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
            begun.stateKey()
                    .ifPresent(key -> carry(begun.node(), now, begun.node().proveBy(now, key)));
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.UNAVAILABLE) {
                throw fault;
            }
            nextLife = now.plus(PAUSE);
            tell("chip", Optional.empty(), fault.getMessage());
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
        if (node.due().filter(at -> !at.isAfter(now)).isPresent()) {
            carry(node, now, node.tick(now));
        }
        join(living, now);
        if (node.list().isPresent()) {
            if (!now.isBefore(nextRefresh)) {
                nextRefresh = now.plus(REFRESH);
                carry(node, now, node.refresh(now));
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
            tell("joining", Optional.of(NodeId.CENTRAL), "as node " + label.node());
            carry(node, now, node.join(now, label.accessKey()));
        });
    }

    private void connect(TrustNode node, Instant now, NodeId peer) {
        boolean listed =
                node.list().map(DeviceList::nodes).filter(n -> n.contains(peer)).isPresent();
        boolean due = !now.isBefore(nextTry.getOrDefault(peer, Instant.MIN));
        if (listed && due && node.session(peer).isEmpty()) {
            nextTry.put(peer, now.plus(settings.answerWithin().multipliedBy(settings.tries())));
            carry(node, now, node.connect(now, peer, wishes.service()));
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
            tell("sensor", Optional.empty(), fault.getMessage());
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
        carry(node, now, step);
        if (!step.send().isEmpty()) {
            tell("sent", Optional.of(peer), climate.toString());
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
        TrustNode node = living.node();
        if (node.list().isEmpty() && envelope.to().equals(Envelope.EVERYONE)) {
            return; // of a network that it is no member of yet
        }
        Step step = node.receive(now, envelope);
        carry(node, now, step);
        boolean refused = step.events().stream().anyMatch(NodeEvent.Refused.class::isInstance);
        if (refused) {
            resume(living, now, envelope.from());
        }
    }

    /// What was refused may be of a session that one side lost: then it is made anew. Or the chip went away.
    private void resume(Life living, Instant now, NodeId from) {
        try {
            living.chip().check();
        } catch (Fault fault) {
            tell("chip", Optional.empty(), fault.getMessage());
            living.close();
            life = Optional.empty();
            nextLife = now;
            return;
        }
        if (living.node().session(from).isEmpty()) {
            connect(living.node(), now, from);
        }
    }

    private void carry(TrustNode node, Instant now, Step step) {
        if (step.events().stream().anyMatch(NodeEvent.Joined.class::isInstance)) {
            folder.read(NodeFolder.Part.LABEL)
                    .ifPresent(label -> folder.write(NodeFolder.Part.USED_LABEL, label));
        }
        step.remember().ifPresent(state -> folder.write(NodeFolder.Part.STATE, state.encode()));
        radio.send(step.send());
        step.events().forEach(event -> told(node, now, event));
    }

    private void told(TrustNode node, Instant now, NodeEvent event) {
        switch (event) {
            case NodeEvent.Joined() -> {
                folder.remove(NodeFolder.Part.LABEL);
                folder.remove(NodeFolder.Part.USED_LABEL);
                tell("joined", Optional.of(NodeId.CENTRAL), "the label is burnt: throw it away");
                nextRefresh = now;
            }
            case NodeEvent.ListChanged(var list) -> {
                tell("list", Optional.empty(), text(list));
                if (!list.nodes().contains(node.self())) {
                    tell(
                            "refused",
                            Optional.of(NodeId.CENTRAL),
                            "this node is not on the list any more: want a new label");
                }
            }
            case NodeEvent.Connected(var session) -> {
                nextTry.remove(session.peer());
                nextReading = Instant.MIN;
                tell("connected", Optional.of(session.peer()), "a session key is shared");
            }
            case NodeEvent.Confirmed(var peer) ->
                    tell("connected", Optional.of(peer), "the session key is confirmed");
            case NodeEvent.Shared(var session) ->
                    tell(
                            "group",
                            Optional.empty(),
                            "key of epoch %s of group %s"
                                    .formatted(session.epoch(), session.group()));
            case NodeEvent.Received(var from, var data) ->
                    tell("received", Optional.of(from), text(data));
            case NodeEvent.Enrolled() ->
                    tell(
                            "enrolled",
                            Optional.of(NodeId.CENTRAL),
                            "readings prove this node's state");
            case NodeEvent.Proven(var from, var reading) ->
                    tell("proven", Optional.of(from), text(reading));
            case NodeEvent.Refused(var from, var why) -> tell("refused", Optional.of(from), why);
            case NodeEvent.GaveUp(var what, var peer) -> {
                tell("gave-up", Optional.of(peer), what + ": nobody answered");
                if (peer.equals(NodeId.CENTRAL)) {
                    nextJoin = now.plus(PAUSE);
                } else {
                    nextTry.put(peer, now.plus(PAUSE));
                }
            }
        }
    }

    private static String text(DeviceList list) {
        return "epoch %s, nodes %s".formatted(list.epoch(), list.nodes());
    }

    /// `temperature 21.53 °C, pressure 101325 Pa`
    private static String text(Reading reading) {
        return reading.values().stream()
                .map(value ->
                        "%s %s %s"
                                .formatted(
                                        value.name(), value.value().toPlainString(), value.unit()))
                .collect(Collectors.joining(", "));
    }

    /// As text where it is text, else as hexadecimal digits.
    private static String text(Bytes data) {
        String text = new String(data.toArray(), StandardCharsets.UTF_8);
        return text.codePoints().allMatch(NodeAgent::isPlain) ? text : data.toHex();
    }

    /// Whether a terminal shows it and does nothing else.
    private static boolean isPlain(int character) {
        return character != 0xFFFD
                && !Character.isISOControl(character)
                && Character.getType(character) != Character.FORMAT;
    }

    private void tell(String event, Optional<NodeId> node, String text) {
        news.accept(
                new NodeNews(
                        Instant.now().toString(),
                        event,
                        node.map(NodeId::value),
                        Optional.of(text)));
    }

    @Override
    public void close() {
        radio.close();
        life.ifPresent(Life::close);
        life = Optional.empty();
    }
}
