package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Keys that prove states, at the Central Entity: taken from the member whose key it is, kept in its row, and told to members
/// who ask.
final class ProofDesk {
    private static final String OFFER = "trust.state-key";
    private static final String ASK = "trust.state-ask";

    private final NodeRows rows;
    private final ListKeeper lists;

    ProofDesk(NodeRows rows, ListKeeper lists) {
        this.rows = rows;
        this.lists = lists;
    }

    /// A key of a member's. Its first one comes with the join; for each other the key before must vouch, which signs in its
    /// own state alone. So a node that was tampered with gets no key of its new state in, though its chip still has the master
    /// key.
    Verdict offer(Instant now, NodeId from, StateMessage.StateOffer message) {
        NodeRows.Stored seen = rows.get(from);
        Optional<NodeRow> row = seen.row().filter(found -> found.trusted(Profile.LAPWING));
        if (row.isEmpty()) {
            return Verdict.no(from, OFFER, Refusal.UNKNOWN_NODE);
        }
        var context = new Context.Offer(from, message.number(), message.key(), message.nonce());
        try (SoftwareKey masterKey = rows.masterKey(from, row.get())) {
            if (!message.tag().isOver(masterKey, context.offer(message.vouch()))) {
                return Verdict.no(from, OFFER, Refusal.FORGED);
            }
            Optional<NodeRow.Proof> held = row.get().proof();
            long number = held.map(NodeRow.Proof::number).orElse(0L);
            if (held.filter(proof -> proof.key().equals(message.key().point())).isPresent()) {
                return Verdict.take(answer(context, true, number, masterKey));
            }
            Envelope no = answer(context, false, number, masterKey);
            if (message.number() <= number) {
                return Verdict.take(no);
            }
            if (!isVouched(row.get(), context, message.vouch())) {
                return new Verdict.No(from, OFFER, Refusal.UNVOUCHED, List.of(no));
            }
            return take(now, seen, context, masterKey);
        }
    }

    private boolean isVouched(NodeRow row, Context.Offer context, Bytes vouch) {
        if (row.proof().isPresent()) {
            var before = new VerificationKey(row.proof().get().key());
            return before.verifies(context.vouch(), vouch);
        }
        if (row.admission().isEmpty() || vouch.length() != Tag.LENGTH_BYTES) {
            return false;
        }
        try (SoftwareKey admission = rows.admission(context.node(), row.admission().get())) {
            return new Tag(vouch).isOver(admission, context.vouch());
        }
    }

    /// One that replaces another ends the list first, so that nobody goes by the old one: should power be lost between the
    /// two, the member says it again.
    private Verdict take(
            Instant now, NodeRows.Stored seen, Context.Offer context, DerivingKey masterKey) {
        NodeId node = context.node();
        NodeRow row = NodeRow.present(seen.row());
        List<Envelope> send = new ArrayList<>();
        if (row.proof().isPresent()) {
            lists.renew(now, CentralTrail.actor(node)).ifPresent(send::add);
        }
        var next = new NodeRow.Proof(context.number(), context.key().point());
        var event =
                CentralTrail.done(
                        now,
                        CentralTrail.actor(node),
                        OFFER,
                        node,
                        "number",
                        Long.toString(next.number()),
                        "key",
                        next.key().toHex());
        if (!rows.put(seen, row.proving(next), event)) {
            return Verdict.no(node, OFFER, Refusal.UNEXPECTED);
        }
        send.add(answer(context, true, next.number(), masterKey));
        return new Verdict.Taken(send);
    }

    private static Envelope answer(
            Context.Offer context, boolean taken, long number, DerivingKey masterKey) {
        var message =
                new StateMessage.StateTaken(
                        taken, number, Tag.of(masterKey, context.taken(taken, number)));
        return new Envelope(NodeId.CENTRAL, context.node(), message.encode());
    }

    /// A member asks for the key of a node. That there is none is an answer too.
    Verdict ask(NodeId from, StateMessage.StateAsk message) {
        Optional<NodeRow> row = rows.trusted(from, Profile.LAPWING);
        if (row.isEmpty()) {
            return Verdict.no(from, ASK, Refusal.UNKNOWN_NODE);
        }
        var context = new Context.Question(from, message.of(), message.nonce());
        try (SoftwareKey masterKey = rows.masterKey(from, row.get())) {
            if (!message.tag().isOver(masterKey, context.ask())) {
                return Verdict.no(from, ASK, Refusal.FORGED);
            }
            Bytes key =
                    rows.trusted(message.of(), Profile.LAPWING)
                            .flatMap(NodeRow::proof)
                            .map(NodeRow.Proof::key)
                            .orElse(Bytes.EMPTY);
            Epoch epoch = lists.current().epoch();
            var answer =
                    new StateMessage.StateAnswer(
                            message.of(),
                            epoch,
                            key,
                            Tag.of(masterKey, context.answer(epoch, key)));
            return Verdict.take(new Envelope(NodeId.CENTRAL, from, answer.encode()));
        }
    }
}
