package io.lapwing.trust;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.oscore.CborReader;
import io.lapwing.oscore.CborWriter;
import io.lapwing.service.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// The Central Entity of profile `ties-2024`, as printed. **Insecure**: see [TiesNode]. It shares registry and audit log
/// with [CentralEntity]; a node is of one profile.
///
/// Safe for use by many threads, one at a time.
public final class TiesCentral {
    private static final int SESSION_KEY_BYTES = 32;
    private static final int TRIES = 8;

    private final NodeRows rows;
    private final TiesChip chip;
    private final Aes aes;
    private final RandomGenerator random;

    /// Who waits for whose acknowledgement.
    private final Map<NodeId, Set<NodeId>> waiting = new HashMap<>();

    /// @param choice must be of this profile
    public TiesCentral(ProfileChoice choice, Store store, KeyGuard guard, TiesNode.Chips chips) {
        choice.require(Profile.TIES_2024);
        rows = new NodeRows(store, guard);
        chip = chips.chip();
        aes = chips.aes();
        random = chips.random();
    }

    /// Enters a label; it stays good.
    public synchronized void enterLabel(
            Instant now, String actor, NodeId node, AccessKey accessKey) {
        Bytes wrapped = rows.wrapAccessKey(node, accessKey);
        change(
                node,
                seen ->
                        rows.put(
                                seen,
                                NodeRow.labelled(Profile.TIES_2024, wrapped, List.of(), now),
                                CentralTrail.done(now, actor, "trust.label", node)));
    }

    /// Takes a node off the list.
    ///
    /// @return what to send
    public synchronized List<Envelope> revoke(Instant now, String actor, NodeId node) {
        change(
                node,
                seen ->
                        rows.put(
                                seen,
                                NodeRow.present(seen.row()).revoked(now),
                                CentralTrail.done(now, actor, "trust.revoke", node)));
        return lists();
    }

    private interface Attempt {
        boolean at(NodeRows.Stored seen);
    }

    private void change(NodeId node, Attempt attempt) {
        for (int i = 0; i < TRIES; i++) {
            if (attempt.at(rows.get(node))) {
                return;
            }
        }
        throw NodeRows.contended(node);
    }

    /// What a message does.
    ///
    /// @return what to send
    public synchronized List<Envelope> receive(Instant now, Envelope envelope) {
        NodeId from = envelope.from();
        Optional<NodeRow> row =
                rows.get(from)
                        .row()
                        .filter(found -> found.profile() == Profile.TIES_2024)
                        .filter(found -> found.accessKey().isPresent());
        if (row.isEmpty()) {
            return refuse(now, from, Refusal.UNKNOWN_NODE);
        }
        try (TiesSoftwareKey masterKey = masterKey(from, row.get())) {
            return take(now, from, masterKey, TiesMessage.parse(envelope.message()));
        } catch (Fault fault) {
            if (fault.kind() == Fault.Kind.BAD_INPUT || fault.kind() == Fault.Kind.TAMPERED) {
                return refuse(now, from, Refusal.MALFORMED);
            }
            throw fault;
        }
    }

    private List<Envelope> refuse(Instant now, NodeId from, Refusal refusal) {
        rows.record(CentralTrail.refused(now, from, "trust.message", refusal));
        return List.of();
    }

    private TiesSoftwareKey masterKey(NodeId node, NodeRow row) {
        try (AccessKey accessKey = rows.accessKey(node, row)) {
            return TiesMessage.masterKey(aes, accessKey);
        }
    }

    private List<Envelope> take(
            Instant now, NodeId from, TiesSoftwareKey masterKey, TiesMessage message) {
        Bytes plain = message.open(masterKey);
        return switch (message.code()) {
            case TiesMessage.JOIN -> join(now, from, masterKey, plain);
            case TiesMessage.TRANSLATE -> translate(now, from, masterKey, plain);
            case TiesMessage.ACK -> acknowledge(from);
            default -> refuse(now, from, Refusal.UNEXPECTED);
        };
    }

    private List<Envelope> join(
            Instant now, NodeId from, TiesSoftwareKey masterKey, Bytes publicKey) {
        change(
                from,
                seen ->
                        rows.put(
                                seen,
                                NodeRow.present(seen.row()).published(publicKey, now),
                                CentralTrail.done(
                                        now, CentralTrail.actor(from), "trust.join", from)));
        List<Envelope> send = new ArrayList<>();
        send.add(to(from, TiesMessage.JOIN_ANSWER, masterKey, chip.publicKey()));
        send.addAll(lists());
        return send;
    }

    /// The list to each node on it; it has no epoch.
    private List<Envelope> lists() {
        List<NodeRows.Stored> trusted =
                rows.all().stream()
                        .filter(stored ->
                                stored.row()
                                        .filter(row -> row.trusted(Profile.TIES_2024))
                                        .isPresent())
                        .toList();
        Bytes list = TiesMessage.numbers(trusted.stream().map(NodeRows.Stored::node).toList());
        List<Envelope> send = new ArrayList<>();
        for (NodeRows.Stored stored : trusted) {
            try (TiesSoftwareKey key = masterKey(stored.node(), NodeRow.present(stored.row()))) {
                send.add(to(stored.node(), TiesMessage.LIST, key, list));
            }
        }
        return send;
    }

    private Envelope to(NodeId node, int code, TiesSoftwareKey masterKey, Bytes plain) {
        return new Envelope(
                NodeId.CENTRAL, node, TiesMessage.seal(code, masterKey, random, plain).encode());
    }

    private List<Envelope> translate(
            Instant now, NodeId from, TiesSoftwareKey masterKey, Bytes plain) {
        var in = new CborReader(plain);
        Service service = Service.of(in.number("service", 255));
        List<NodeId> targets = TiesMessage.numbers(in);
        Bytes blob = in.octets("key", 0, 512);
        in.end();
        List<Envelope> send = new ArrayList<>();
        waiting.put(from, new HashSet<>(targets));
        for (NodeId target : targets) {
            Optional<NodeRow> row = rows.trusted(target, Profile.TIES_2024);
            if (row.isEmpty()) {
                return refuse(now, from, Refusal.NOT_TRUSTED);
            }
            rows.record(
                    CentralTrail.done(now, CentralTrail.actor(from), "trust.translate", target));
            try (TiesSoftwareKey other = masterKey(target, row.get())) {
                send.addAll(
                        service.translates()
                                ? translated(
                                        service,
                                        new Side(from, masterKey),
                                        new Side(target, other),
                                        NodeRow.present(row.get().storageKey()),
                                        blob)
                                : made(new Side(from, masterKey), new Side(target, other)));
            }
        }
        return send;
    }

    private record Side(NodeId node, TiesSoftwareKey masterKey) {}

    private List<Envelope> translated(
            Service service, Side from, Side target, Bytes publicKey, Bytes blob) {
        Bytes again;
        try (TiesChip.TiesKey key = chip.load(blob)) {
            again = chip.duplicate(key, publicKey);
        }
        Bytes fields = new CborWriter().number(from.node().value()).octets(again).done();
        if (!service.carried()) {
            return List.of(to(target.node(), TiesMessage.DELIVERY, target.masterKey(), fields));
        }
        TiesMessage ticket =
                TiesMessage.seal(TiesMessage.PRESENTED, target.masterKey(), random, fields);
        return List.of(
                to(
                        from.node(),
                        TiesMessage.TICKET,
                        from.masterKey(),
                        Bytes.concat(ticket.initial(), ticket.sealed())));
    }

    private List<Envelope> made(Side from, Side target) {
        try (Secret key = Secret.random(SESSION_KEY_BYTES)) {
            Bytes octets = key.use(segment -> Bytes.of(segment));
            return List.of(
                    kdcKey(target, from.node(), octets), kdcKey(from, target.node(), octets));
        }
    }

    private Envelope kdcKey(Side to, NodeId peer, Bytes key) {
        return to(
                to.node(),
                TiesMessage.KDC_KEY,
                to.masterKey(),
                new CborWriter().number(peer.value()).octets(key).done());
    }

    /// A receiver has it; when all have, the sender is told.
    private List<Envelope> acknowledge(NodeId from) {
        List<Envelope> send = new ArrayList<>();
        for (Map.Entry<NodeId, Set<NodeId>> run : List.copyOf(waiting.entrySet())) {
            if (run.getValue().remove(from) && run.getValue().isEmpty()) {
                waiting.remove(run.getKey());
                NodeRow row = NodeRow.present(rows.get(run.getKey()).row());
                if (row.trusted(Profile.TIES_2024)) {
                    try (TiesSoftwareKey key = masterKey(run.getKey(), row)) {
                        send.add(to(run.getKey(), TiesMessage.DONE, key, Bytes.of(1)));
                    }
                }
            }
        }
        return send;
    }
}
