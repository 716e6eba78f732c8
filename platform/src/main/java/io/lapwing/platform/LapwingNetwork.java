package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.radio.PacketError;
import io.lapwing.trust.AccessKey;
import io.lapwing.trust.CentralEntity;
import io.lapwing.trust.DeviceList;
import io.lapwing.trust.Envelope;
import io.lapwing.trust.GroupId;
import io.lapwing.trust.NodeEvent;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.NodeSettings;
import io.lapwing.trust.NodeState;
import io.lapwing.trust.Profile;
import io.lapwing.trust.Reading;
import io.lapwing.trust.Service;
import io.lapwing.trust.TrustNode;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;

/// A network of profile `lapwing`.
final class LapwingNetwork implements TrustNetwork {
    /// Who does what people do.
    static final String OPERATOR = "admin:demo";

    private final TrustSetup setup;
    private final TrustChips chips;
    private final Aes aes = Aes.best();
    private final SecureRandom random = new SecureRandom();
    private final TrustStore store = TrustStore.open();
    private final TrustCell cell;
    private final CentralEntity central;
    private final Map<NodeId, TrustNode> nodes = new TreeMap<>();
    private final Map<NodeId, Bytes> labels = new TreeMap<>();

    /// @param chips closed by who made them
    LapwingNetwork(TrustSetup setup, TrustChips chips) {
        this.setup = setup;
        this.chips = chips;
        cell =
                new TrustCell(
                        setup.cell(), new PacketError(), new Random(setup.seed()), setup.parity());
        var clock = new TrustClock(setup.times());
        central =
                new CentralEntity(
                        store.store(),
                        store.parts(aes)
                                .with(new TrustTimedChip(chips.chip(NodeId.CENTRAL), clock)));
        cell.add(new TrustParty.Central(central), clock);
        List<Envelope> _ = central.start(cell.now());
    }

    @Override
    public Profile profile() {
        return Profile.LAPWING;
    }

    @Override
    public TrustCell cell() {
        return cell;
    }

    CentralEntity central() {
        return central;
    }

    TrustStore store() {
        return store;
    }

    /// The node of this number, put into the cell if it is not there.
    TrustNode node(NodeId id) {
        return nodes.computeIfAbsent(id, this::add);
    }

    private TrustNode add(NodeId id) {
        return add(id, setup.nodes());
    }

    /// Puts a node into the cell that says each thing once: it is nobody's, and is not answered anyway.
    TrustNode plant(NodeId id) {
        NodeSettings usual = setup.nodes();
        return nodes.computeIfAbsent(
                id, _ -> add(id, new NodeSettings(usual.answerWithin(), 1, usual.runLife())));
    }

    private TrustNode add(NodeId id, NodeSettings patience) {
        var clock = new TrustClock(setup.times());
        var node =
                new TrustNode(
                        NodeState.of(id),
                        new TrustTimedChip(chips.chip(id), clock),
                        aes,
                        random,
                        patience);
        cell.add(new TrustParty.Node(node), clock);
        return node;
    }

    @Override
    public TrustProcedure join(NodeId id) {
        AccessKey label = chips.label(id);
        labels.put(id, octets(label));
        enter(id, label);
        return join(id, label);
    }

    private static Bytes octets(AccessKey label) {
        return label.secret().use(octets -> Bytes.of(octets));
    }

    /// Someone enters a label at the Central Entity.
    void enter(NodeId id, AccessKey label) {
        TrustProcedure _ = central("label", now -> central.enterLabel(now, OPERATOR, id, label));
    }

    /// A node joins by a label, which nobody may have entered.
    ///
    /// @param label taken over
    TrustProcedure join(NodeId id, AccessKey label) {
        TrustNode node = node(id);
        return cell.procedure("join", () -> cell.host(id).does(() -> node.join(cell.now(), label)));
    }

    /// The label by which a node joined: it is worth nothing any more.
    AccessKey usedLabel(NodeId id) {
        return new AccessKey(Secret.take(labels.getOrDefault(id, Bytes.EMPTY).toArray()));
    }

    /// Something that people do at the Central Entity, and what comes of it on the air.
    TrustProcedure central(String name, Function<Instant, List<Envelope>> action) {
        return cell.procedure(
                name,
                () ->
                        cell.host(NodeId.CENTRAL)
                                .does(() -> TrustParty.sending(action.apply(cell.now()))));
    }

    @Override
    public TrustProcedure connect(NodeId from, List<NodeId> to, Service service) {
        if (to.size() != 1) {
            throw Fault.badInput("key for " + to.size() + " nodes: want one, a group is for more");
        }
        TrustNode node = node(from);
        return cell.procedure(
                service.name(),
                () -> cell.host(from).does(() -> node.connect(cell.now(), to.getFirst(), service)));
    }

    /// A group gets these members, and its key.
    TrustProcedure group(GroupId group, NodeId owner, List<NodeId> members) {
        return central("group", now -> central.setGroup(now, OPERATOR, group, owner, members));
    }

    /// A node proves its state by its chip's key from now on.
    TrustProcedure prove(NodeId id) {
        return cell.procedure(
                "prove",
                () -> cell.host(id).does(() -> node(id).proveBy(cell.now(), chips.stateKey(id))));
    }

    /// A node sends a reading to another, with the proof of its state.
    TrustProcedure send(NodeId from, NodeId to, Reading reading) {
        return cell.procedure(
                "reading", () -> cell.host(from).does(() -> node(from).send(to, reading)));
    }

    /// Whether this reading came to a node in the last procedure, and was proven.
    boolean proven(NodeId at, NodeId from, Reading reading) {
        return cell.events()
                .contains(new TrustCell.Happened(at, new NodeEvent.Proven(from, reading)));
    }

    /// A node sends data to another.
    TrustProcedure send(NodeId from, NodeId to, Bytes data) {
        return cell.procedure("data", () -> cell.host(from).does(() -> node(from).send(to, data)));
    }

    /// A node sends data to a group.
    TrustProcedure send(NodeId from, GroupId group, Bytes data) {
        return cell.procedure(
                "data", () -> cell.host(from).does(() -> node(from).send(group, data)));
    }

    /// Whether these data came to a node in the last procedure.
    boolean received(NodeId at, NodeId from, Bytes data) {
        return cell.events()
                .contains(new TrustCell.Happened(at, new NodeEvent.Received(from, data)));
    }

    /// Whether two nodes share a session key, which shows in data that goes both ways.
    boolean share(NodeId one, NodeId other) {
        Bytes there = Bytes.of(1, 2, 3, 4);
        Bytes back = Bytes.of(4, 3, 2, 1);
        TrustProcedure _ = send(one, other, there);
        boolean arrived = received(other, one, there);
        TrustProcedure _ = send(other, one, back);
        return arrived && received(one, other, back);
    }

    @Override
    public TrustProcedure refresh(NodeId id) {
        return cell.procedure(
                "refresh", () -> cell.host(id).does(() -> node(id).refresh(cell.now())));
    }

    @Override
    public boolean connected(NodeId from, NodeId to) {
        return node(from).session(to).isPresent();
    }

    @Override
    public List<NodeId> list(NodeId id) {
        return Optional.ofNullable(nodes.get(id))
                .flatMap(TrustNode::list)
                .map(DeviceList::nodes)
                .map(List::copyOf)
                .orElse(List.of());
    }

    @Override
    public void close() {
        cell.close();
        store.close();
    }
}
