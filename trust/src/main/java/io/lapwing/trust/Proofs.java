package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A node's side of proving states: its own key made known to the Central Entity, others' keys asked of it, and readings
/// that wait for them.
final class Proofs {
    /// Readings of one sender that wait for its key, at most; later ones are refused.
    static final int MAX_WAITING = 4;

    /// Senders whose keys are asked for, at most.
    static final int MAX_ASKS = 32;

    private final Member member;
    private Optional<SoftwareKey> admission;
    private Optional<StateKey> own = Optional.empty();
    private Optional<Offer> offer = Optional.empty();
    private long held;
    private final Map<NodeId, VerificationKey> known = new HashMap<>();
    private final Map<NodeId, Ask> asks = new HashMap<>();

    /// @param admission of the join, in the process that joined; closed with this
    Proofs(Member member, Optional<SoftwareKey> admission) {
        this.member = member;
        this.admission = admission;
    }

    /// @param before the key that vouches, if there was one
    private record Offer(Context.Offer context, Optional<StateKey> before, Repeat repeat) {}

    private record Ask(Context.Question context, Repeat repeat, List<Claim> waiting) {}

    /// Makes the node's key known. The one before it vouches for it.
    ///
    /// @throws Fault what [StateKey#sign] of the one before throws
    void offer(Instant now, StateKey key, Step.Draft step) {
        Optional<StateKey> before = own.filter(other -> isOther(other, key));
        offer(now, key.verificationKey(), held + 1, before, step);
        own = Optional.of(key);
    }

    private static boolean isOther(StateKey one, StateKey other) {
        return !one.verificationKey().equals(other.verificationKey());
    }

    private void offer(
            Instant now,
            VerificationKey key,
            long number,
            Optional<StateKey> before,
            Step.Draft step) {
        var context = new Context.Offer(member.self(), number, key, member.nonce());
        Bytes vouch =
                before.map(other -> other.sign(context.vouch()))
                        .or(() -> admission.map(by -> Tag.of(by, context.vouch()).octets()))
                        .orElse(Bytes.EMPTY);
        Envelope envelope =
                member.toCentral(
                        new StateMessage.StateOffer(
                                number,
                                key,
                                context.nonce(),
                                vouch,
                                Tag.of(member.masterKey(), context.offer(vouch))));
        offer =
                Optional.of(
                        new Offer(
                                context,
                                before,
                                Repeat.start(envelope, member.settings(), now, step)));
    }

    void taken(Instant now, StateMessage.StateTaken message, Step.Draft step) {
        Offer said =
                offer.orElseThrow(() -> new Fault(Fault.Kind.CONFLICT, "no state key was offered"));
        Member.require(
                message.tag()
                        .isOver(
                                member.masterKey(),
                                said.context().taken(message.taken(), message.number())),
                "answer to the state key");
        held = message.number();
        offer = Optional.empty();
        if (message.taken()) {
            forgetAdmission();
            step.tell(new NodeEvent.Enrolled());
        } else if (said.before().isPresent() && said.context().number() <= held) {
            offer(now, said.context().key(), held + 1, said.before(), step);
        } else {
            step.refuse(
                    NodeId.CENTRAL,
                    "state key is not taken: it is not the enrolled one, and nobody vouches for it: join anew by a new label");
        }
    }

    private void forgetAdmission() {
        admission.ifPresent(SoftwareKey::close);
        admission = Optional.empty();
    }

    void close() {
        forgetAdmission();
    }

    /// The key by which this node proves its state.
    StateKey own() {
        return own.orElseThrow(() ->
                new Fault(Fault.Kind.CONFLICT, "node has no state key: give it one to prove by"));
    }

    /// A reading that came: proven at once, or when the Central Entity has said its sender's key. A key that does not fit may
    /// have been replaced, so that one answer decides.
    void came(Instant now, Claim claim, Step.Draft step) {
        VerificationKey key = known.get(claim.sender());
        if (key != null && claim.isBy(key)) {
            step.tell(new NodeEvent.Proven(claim.sender(), claim.reading()));
            return;
        }
        known.remove(claim.sender());
        Ask ask = asks.get(claim.sender());
        if (ask == null) {
            ask = ask(now, claim.sender(), step);
        }
        if (ask.waiting().size() == MAX_WAITING) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED,
                    "%d readings of node %s wait for its key: want the Central Entity's answer first"
                            .formatted(MAX_WAITING, claim.sender()));
        }
        ask.waiting().add(claim);
    }

    private Ask ask(Instant now, NodeId of, Step.Draft step) {
        if (asks.size() == MAX_ASKS) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED,
                    "keys of %d nodes are asked for: want the Central Entity's answers first"
                            .formatted(MAX_ASKS));
        }
        var context = new Context.Question(member.self(), of, member.nonce());
        Envelope envelope =
                member.toCentral(
                        new StateMessage.StateAsk(
                                of, context.nonce(), Tag.of(member.masterKey(), context.ask())));
        var ask =
                new Ask(
                        context,
                        Repeat.start(envelope, member.settings(), now, step),
                        new ArrayList<>());
        asks.put(of, ask);
        return ask;
    }

    void answered(StateMessage.StateAnswer message, Step.Draft step) {
        Ask ask = asks.get(message.of());
        if (ask == null) {
            throw new Fault(
                    Fault.Kind.CONFLICT, "key of node " + message.of() + " was not asked for");
        }
        Member.require(
                message.tag()
                        .isOver(
                                member.masterKey(),
                                ask.context().answer(message.epoch(), message.key())),
                "answer about the key of node " + message.of());
        member.requireCurrent(message.epoch(), message.of());
        asks.remove(message.of());
        if (message.key().length() == 0) {
            ask.waiting().forEach(claim -> refuse(claim, "it has no state key enrolled", step));
            return;
        }
        var key = new VerificationKey(message.key());
        known.put(message.of(), key);
        for (Claim claim : ask.waiting()) {
            if (claim.isBy(key)) {
                step.tell(new NodeEvent.Proven(claim.sender(), claim.reading()));
            } else {
                refuse(claim, "its signature is not by the enrolled state key", step);
            }
        }
    }

    private static void refuse(Claim claim, String why, Step.Draft step) {
        step.refuse(claim.sender(), "reading of node " + claim.sender() + " is not proven: " + why);
    }

    /// The list changed: keys are asked for anew, and those who are not on it are heard no more.
    void follow(Step.Draft step) {
        known.clear();
        asks.values()
                .removeIf(ask -> {
                    boolean gone = !member.list().nodes().contains(ask.context().of());
                    if (gone) {
                        ask.waiting().forEach(claim -> refuse(claim, "it left the list", step));
                    }
                    return gone;
                });
    }

    void tick(Instant now, Step.Draft step) {
        if (offer.isPresent() && !offer.get().repeat().tick(now, step)) {
            offer = Optional.empty();
            step.tell(new NodeEvent.GaveUp("state key", NodeId.CENTRAL));
        }
        for (Iterator<Ask> each = asks.values().iterator(); each.hasNext(); ) {
            Ask ask = each.next();
            if (!ask.repeat().tick(now, step)) {
                each.remove();
                ask.waiting()
                        .forEach(claim ->
                                refuse(claim, "the Central Entity did not say its key", step));
            }
        }
    }

    Optional<Instant> due() {
        return Stream.concat(
                        offer.stream().map(Offer::repeat), asks.values().stream().map(Ask::repeat))
                .map(Repeat::due)
                .min(Instant::compareTo);
    }
}
