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

    /// A key of a member's. One that replaces another ends the list first, so that nobody goes by the old one: should power
    /// be lost between the two, the member says it again.
    Verdict offer(Instant now, NodeId from, StateMessage.StateOffer message) {
        NodeRows.Stored seen = rows.get(from);
        Optional<NodeRow> row = seen.row().filter(found -> found.trusted(Profile.LAPWING));
        if (row.isEmpty()) {
            return Verdict.no(from, OFFER, Refusal.UNKNOWN_NODE);
        }
        var context = new Context.Offer(from, message.number(), message.key(), message.nonce());
        Optional<NodeRow.Proof> held = row.get().proof();
        long before = held.map(NodeRow.Proof::number).orElse(0L);
        try (SoftwareKey masterKey = rows.masterKey(from, row.get())) {
            if (!message.tag().isOver(masterKey, context.offer())) {
                return Verdict.no(from, OFFER, Refusal.FORGED);
            }
            if (held.filter(proof -> proof.key().equals(message.key().point())).isPresent()) {
                return Verdict.take(answer(context, true, before, masterKey));
            }
            if (message.number() <= before) {
                return Verdict.take(answer(context, false, before, masterKey));
            }
            List<Envelope> send = new ArrayList<>();
            if (held.isPresent()) {
                lists.renew(now, CentralTrail.actor(from)).ifPresent(send::add);
            }
            var next = new NodeRow.Proof(message.number(), message.key().point());
            var event =
                    CentralTrail.done(
                            now,
                            CentralTrail.actor(from),
                            OFFER,
                            from,
                            "number",
                            Long.toString(message.number()),
                            "key",
                            next.key().toHex());
            if (!rows.put(seen, row.get().proving(next), event)) {
                return Verdict.no(from, OFFER, Refusal.UNEXPECTED);
            }
            send.add(answer(context, true, message.number(), masterKey));
            return new Verdict.Taken(send);
        }
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
