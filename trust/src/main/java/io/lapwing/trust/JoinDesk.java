package io.lapwing.trust;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Joins at the Central Entity. What is half done is in memory, and bounded; what is done is one change of the node's row,
/// which burns the label, and then one of the list.
final class JoinDesk {
    /// Joins between message 1 and message 3, at most; the oldest goes.
    static final int MAX_HALF_DONE = 64;

    private static final String ACTION = "trust.join";

    private final NodeRows rows;
    private final ListKeeper lists;
    private final Aes aes;
    private final RandomGenerator random;
    private final CentralKeys keys;
    private final Map<NodeId, JoinResponder> halfDone = new LinkedHashMap<>();

    JoinDesk(NodeRows rows, ListKeeper lists, Aes aes, RandomGenerator random, CentralKeys keys) {
        this.rows = rows;
        this.lists = lists;
        this.aes = aes;
        this.random = random;
        this.keys = keys;
    }

    Verdict take(Instant now, NodeId from, Message.Join message) {
        return switch (message.step()) {
            case 1 -> first(from, message.edhoc());
            case 3 -> third(now, from, message.edhoc());
            default -> Verdict.no(from, ACTION, Refusal.UNEXPECTED);
        };
    }

    private Verdict first(NodeId from, Bytes message1) {
        JoinResponder before = halfDone.get(from);
        if (before == null || !before.answers(message1)) {
            var next = new JoinResponder(aes, message1, random);
            forget(from);
            if (halfDone.size() == MAX_HALF_DONE) {
                forget(halfDone.keySet().iterator().next());
            }
            halfDone.put(from, next);
            before = next;
        }
        return Verdict.take(answer(from, 2, before.message2()));
    }

    private void forget(NodeId from) {
        JoinResponder before = halfDone.remove(from);
        if (before != null) {
            before.close();
        }
    }

    private static Envelope answer(NodeId to, int step, Bytes edhoc) {
        return new Envelope(NodeId.CENTRAL, to, new Message.Join(step, edhoc).encode());
    }

    private Verdict third(Instant now, NodeId from, Bytes message3) {
        NodeRows.Stored seen = rows.get(from);
        Optional<Bytes> again =
                seen.row()
                        .filter(row -> row.message3().equals(Optional.of(Sha256.digest(message3))))
                        .flatMap(NodeRow::message4);
        if (again.isPresent()) {
            return welcome(from, again.get());
        }
        JoinResponder run = halfDone.get(from);
        if (run == null) {
            return Verdict.no(from, ACTION, Refusal.UNEXPECTED);
        }
        if (seen.row().isEmpty()) {
            return Verdict.no(from, ACTION, Refusal.UNKNOWN_LABEL);
        }
        NodeRow row = seen.row().get();
        if (row.state() != NodeRow.State.LABELLED || row.profile() != Profile.LAPWING) {
            return Verdict.no(from, ACTION, Refusal.USED_LABEL);
        }
        if (!lists.hasRoomFor(from)) {
            // Before the label is burnt: a member that the list cannot name would be one that
            // nobody trusts.
            return Verdict.no(from, ACTION, Refusal.LIST_FULL);
        }
        return admit(now, seen, row, run, message3);
    }

    private Verdict admit(
            Instant now, NodeRows.Stored seen, NodeRow row, JoinResponder run, Bytes message3) {
        NodeId node = seen.node();
        JoinResponder.Shown shown;
        Bytes burnt;
        try (AccessKey accessKey = rows.accessKey(node, row)) {
            JoinResponder.Claim claim = run.claim(message3);
            if (!claim.node().equals(node)) {
                return Verdict.no(node, ACTION, Refusal.FORGED);
            }
            shown = run.verify(claim, accessKey, keys);
            burnt = Labels.digest(accessKey);
        } catch (Fault fault) {
            if (fault.kind() == Fault.Kind.TAMPERED || fault.kind() == Fault.Kind.BAD_INPUT) {
                return Verdict.no(node, ACTION, Refusal.WRONG_LABEL);
            }
            throw fault;
        }
        try (var masterKey = shown.masterKey();
                var admission = shown.admission()) {
            var member =
                    new NodeRow.Member(
                            rows.wrapMasterKey(node, masterKey),
                            rows.wrapAdmission(node, admission),
                            shown.storageKey().point(),
                            Sha256.digest(message3),
                            shown.message4());
            var event = CentralTrail.done(now, CentralTrail.actor(node), ACTION, node);
            if (!rows.put(seen, row.joined(member, burnt, now), event)) {
                return Verdict.no(node, ACTION, Refusal.UNEXPECTED);
            }
        }
        forget(node);
        lists.nodes(
                now,
                CentralTrail.actor(node),
                nodes -> {
                    nodes.add(node);
                    return nodes;
                });
        return welcome(node, shown.message4());
    }

    private Verdict welcome(NodeId node, Bytes message4) {
        List<Envelope> send = new ArrayList<>(List.of(answer(node, 4, message4)));
        lists.published().ifPresent(send::add);
        return new Verdict.Taken(send);
    }

    /// How many joins are half done.
    int halfDone() {
        return halfDone.size();
    }
}
