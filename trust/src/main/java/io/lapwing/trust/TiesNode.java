package io.lapwing.trust;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.oscore.CborReader;
import io.lapwing.oscore.CborWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A node of profile `ties-2024`: the flow published in 2024, as printed. **Insecure**: `docs/protocols/trust.md` has the
/// attacks. It is here so that its figures can be measured again, and is made only by who accepts that.
///
/// Not safe for use by many threads.
public final class TiesNode implements AutoCloseable {
    private static final int ID_BYTES = 16;

    private final NodeId self;
    private final TiesChip chip;
    private final RandomGenerator random;
    private final NodeSettings settings;
    private final TiesSoftwareKey masterKey;
    private final Map<NodeId, TiesChip.TiesKey> keys = new HashMap<>();
    private final Map<NodeId, Bytes> challenges = new HashMap<>();
    private final Map<String, Repeat> repeats = new HashMap<>();
    private List<NodeId> list = List.of();
    private Bytes central = Bytes.EMPTY;

    /// Whose key is being translated for whom, while it is.
    private List<NodeId> asked = List.of();

    /// @param choice must be of this profile
    /// @param accessKey of its label, read only: the master key comes from it alone
    public TiesNode(
            ProfileChoice choice,
            NodeId self,
            AccessKey accessKey,
            Chips chips,
            NodeSettings settings) {
        choice.require(Profile.TIES_2024);
        this.self = self;
        this.chip = chips.chip();
        this.random = chips.random();
        this.settings = settings;
        masterKey = TiesMessage.masterKey(chips.aes(), accessKey);
    }

    /// What computes for a node.
    public record Chips(TiesChip chip, Aes aes, RandomGenerator random) {}

    public NodeId self() {
        return self;
    }

    /// The list that it was sent last.
    public List<NodeId> list() {
        return list;
    }

    /// Whether it has a session key with this node; for a group, with its maker.
    public boolean hasKey(NodeId peer) {
        return keys.containsKey(peer);
    }

    /// Sends its public key to the Central Entity.
    public Step join(Instant now) {
        var step = new Step.Draft();
        repeat(now, "join", NodeId.CENTRAL, seal(TiesMessage.JOIN, chip.publicKey()), step);
        return step.done();
    }

    private TiesMessage seal(int code, Bytes plain) {
        return TiesMessage.seal(code, masterKey, random, plain);
    }

    private void repeat(Instant now, String what, NodeId to, TiesMessage message, Step.Draft step) {
        repeats.put(what, Repeat.start(to(to, message), settings, now, step));
    }

    private Envelope to(NodeId to, TiesMessage message) {
        return new Envelope(self, to, message.encode());
    }

    /// Begins to share a key with one node, or with many by [Service#KTC_DIRECT].
    public Step connect(Instant now, List<NodeId> peers, Service service) {
        var step = new Step.Draft();
        if (!list.containsAll(peers) || peers.isEmpty()) {
            step.refuse(self, "nodes that are not on the list: want those alone");
            return step.done();
        }
        CborWriter fields = new CborWriter().number(service.code()).raw(TiesMessage.numbers(peers));
        if (service.translates()) {
            TiesChip.TiesKey key = chip.create();
            peers.forEach(peer -> keys.put(peer, key));
            fields.octets(chip.duplicate(key, central));
        } else {
            fields.octets(Bytes.EMPTY);
        }
        asked = List.copyOf(peers);
        repeat(now, "key", NodeId.CENTRAL, seal(TiesMessage.TRANSLATE, fields.done()), step);
        return step.done();
    }

    /// What a message does. Nothing shows whether it was altered, or said before.
    public Step receive(Instant now, Envelope envelope) {
        var step = new Step.Draft();
        try {
            take(now, envelope.from(), TiesMessage.parse(envelope.message()), step);
        } catch (Fault fault) {
            step.refuse(envelope.from(), fault.getMessage());
        }
        return step.done();
    }

    private void take(Instant now, NodeId from, TiesMessage message, Step.Draft step) {
        switch (message.code()) {
            case TiesMessage.JOIN_ANSWER -> {
                central = message.open(masterKey);
                repeats.remove("join");
                step.tell(new NodeEvent.Joined());
            }
            case TiesMessage.LIST -> {
                var in = new CborReader(message.open(masterKey));
                list = List.copyOf(TiesMessage.numbers(in));
            }
            case TiesMessage.DELIVERY -> {
                take(message.open(masterKey));
                step.send(to(NodeId.CENTRAL, seal(TiesMessage.ACK, Bytes.of(1))));
            }
            case TiesMessage.PRESENTED -> take(message.open(masterKey));
            case TiesMessage.TICKET -> present(now, message, step);
            case TiesMessage.KDC_KEY -> kdcKey(now, message.open(masterKey), step);
            case TiesMessage.DONE -> challenge(now, step);
            case TiesMessage.CHALLENGE -> {
                Bytes id = message.open(key(from));
                step.send(
                        to(
                                from,
                                TiesMessage.seal(TiesMessage.ANSWER, key(from), random, next(id))));
            }
            case TiesMessage.ANSWER -> answered(from, message, step);
            default -> throw Fault.badInput("message for the Central Entity: this is a node");
        }
    }

    /// [sender, key] from the Central Entity, or from whoever says it again.
    private void take(Bytes fields) {
        var in = new CborReader(fields);
        NodeId sender = new NodeId(in.number("sender", 0xFFFF_FFFEL));
        keys.put(sender, chip.load(in.octets("key", 1, 512)));
    }

    private void present(Instant now, TiesMessage message, Step.Draft step) {
        repeats.remove("key");
        for (NodeId peer : asked) {
            Bytes ticket = message.open(masterKey);
            step.send(
                    new Envelope(
                            self, peer, Bytes.concat(Bytes.of(TiesMessage.PRESENTED), ticket)));
        }
        challenge(now, step);
    }

    private void kdcKey(Instant now, Bytes fields, Step.Draft step) {
        var in = new CborReader(fields);
        NodeId peer = new NodeId(in.number("peer", 0xFFFF_FFFEL));
        Bytes key = in.octets("key", 32, 32);
        keys.put(peer, new TiesSoftwareKey(masterKey.aes(), Secret.take(key.toArray())));
        if (asked.contains(peer)) {
            challenge(now, step);
        }
    }

    private TiesChip.TiesKey key(NodeId peer) {
        TiesChip.TiesKey key = keys.get(peer);
        if (key == null) {
            throw new Fault(Fault.Kind.CONFLICT, "no session key with node " + peer);
        }
        return key;
    }

    /// The key works: a random ID, to be answered by ID+1.
    private void challenge(Instant now, Step.Draft step) {
        repeats.remove("key");
        for (NodeId peer : asked) {
            byte[] id = new byte[ID_BYTES];
            random.nextBytes(id);
            challenges.put(peer, Bytes.of(id));
            repeat(
                    now,
                    "challenge " + peer,
                    peer,
                    TiesMessage.seal(TiesMessage.CHALLENGE, key(peer), random, Bytes.of(id)),
                    step);
        }
        asked = List.of();
    }

    private void answered(NodeId from, TiesMessage message, Step.Draft step) {
        Bytes id = challenges.get(from);
        if (id == null || !message.open(key(from)).equals(next(id))) {
            throw new Fault(Fault.Kind.TAMPERED, "answer of node " + from + " is not ID+1");
        }
        challenges.remove(from);
        repeats.remove("challenge " + from);
        step.tell(new NodeEvent.Confirmed(from));
    }

    private static Bytes next(Bytes id) {
        byte[] octets = id.toArray();
        for (int i = octets.length - 1; i >= 0; i--) {
            octets[i]++;
            if (octets[i] != 0) {
                break;
            }
        }
        return Bytes.of(octets);
    }

    /// Says again what was not answered.
    public Step tick(Instant now) {
        var step = new Step.Draft();
        for (String what : List.copyOf(new ArrayList<>(repeats.keySet()))) {
            Repeat repeat = repeats.get(what);
            if (repeat != null && !repeat.tick(now, step)) {
                repeats.remove(what);
                step.tell(new NodeEvent.GaveUp(what, self));
            }
        }
        return step.done();
    }

    /// When [#tick] has something to do next.
    public Optional<Instant> due() {
        return repeats.values().stream().map(Repeat::due).min(Instant::compareTo);
    }

    @Override
    public void close() {
        masterKey.close();
        keys.values().forEach(TiesChip.TiesKey::close);
    }
}
