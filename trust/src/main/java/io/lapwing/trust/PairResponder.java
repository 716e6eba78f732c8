package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The responder's side of key translation. Its nonce lives for a while, and a new hello of the same initiator ends the run
/// before: what the Central Entity says is taken only for the nonce that is outstanding.
final class PairResponder {
    /// Runs under way, at most: who floods with hellos ends the oldest alone.
    private static final int MAX_RUNS = 32;

    private final Member member;
    private final Map<NodeId, Run> runs = new LinkedHashMap<>();
    private final Map<NodeId, Done> done = new HashMap<>();

    PairResponder(Member member) {
        this.member = member;
    }

    /// A run under way.
    ///
    /// @param held once the key is here: direct, until the initiator confirms
    private record Run(Context.Run context, Envelope answer, Optional<HeldKey> held, Instant end) {
        void close() {
            held.ifPresent(key -> key.key().close());
        }
    }

    private record HeldKey(DerivingKey key, Epoch epoch, Repeat accepted) {}

    /// Indirect: a run that ended well, whose last message may have been lost.
    private record Done(Bytes presented, Envelope confirm) {}

    void hello(Instant now, NodeId from, Message.Hello hello, Step.Draft step) {
        if (!member.list().nodes().contains(from)) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN,
                    "node %s is not on the list of epoch %s"
                            .formatted(from, member.list().epoch()));
        }
        Run before = runs.get(from);
        if (before != null
                && before.context().n1().equals(hello.n1())
                && before.context().service() == hello.service()) {
            if (before.held().isEmpty()) {
                step.send(before.answer());
            }
            return;
        }
        remove(from);
        done.remove(from);
        var context =
                new Context.Run(hello.service(), from, member.self(), hello.n1(), member.nonce());
        Envelope answer =
                member.to(
                        from,
                        new Message.HelloAnswer(
                                context.n2(), Tag.of(member.masterKey(), context.answer())));
        step.send(answer);
        if (runs.size() == MAX_RUNS) {
            remove(runs.keySet().iterator().next());
        }
        runs.put(
                from,
                new Run(context, answer, Optional.empty(), now.plus(member.settings().runLife())));
    }

    private void remove(NodeId initiator) {
        Run run = runs.remove(initiator);
        if (run != null) {
            run.close();
        }
    }

    private Run run(NodeId initiator) {
        Run run = runs.get(initiator);
        if (run == null) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "no nonce for node " + initiator + " is outstanding: it is over, or was used");
        }
        return run;
    }

    /// Direct: the Central Entity brings the key.
    void delivered(Instant now, Message.Delivered message, Step.Draft step) {
        Run run = run(message.initiator());
        if (run.held().isPresent()) {
            step.send(run.held().get().accepted().envelope());
            return;
        }
        if (run.context().service().carried()) {
            throw new Fault(Fault.Kind.CONFLICT, "a delivery for a run that wants a ticket");
        }
        DerivingKey key = receive(run.context(), message.delivery());
        Epoch epoch = message.delivery().epoch();
        Envelope accepted =
                member.to(
                        message.initiator(),
                        new Message.Accepted(
                                epoch,
                                message.receipt(),
                                Tag.of(key, run.context().confirmResponder(epoch))));
        var held = new HeldKey(key, epoch, Repeat.start(accepted, member.settings(), now, step));
        runs.put(
                message.initiator(),
                new Run(run.context(), run.answer(), Optional.of(held), run.end()));
    }

    /// Direct: the initiator has the key too.
    Session confirmed(NodeId from, Tag confirmation) {
        Run run = run(from);
        HeldKey held =
                run.held()
                        .orElseThrow(() ->
                                new Fault(Fault.Kind.CONFLICT, "confirmation before the key came"));
        Member.require(
                confirmation.isOver(held.key(), run.context().confirmInitiator(held.epoch())),
                "confirmation of node " + from);
        runs.remove(from);
        return new Session(member.aes(), run.context(), held.epoch(), held.key(), false);
    }

    /// Indirect: the initiator brings the ticket, and shows that it has the key.
    Optional<Session> presented(NodeId from, Message.Presented message, Step.Draft step) {
        Done before = done.get(from);
        if (before != null && before.presented().equals(message.encode())) {
            step.send(before.confirm());
            return Optional.empty();
        }
        Context.Run context = run(from).context();
        if (!context.service().carried()) {
            throw new Fault(Fault.Kind.CONFLICT, "a ticket for a run that wants a delivery");
        }
        Epoch epoch = message.delivery().epoch();
        DerivingKey key = receive(context, message.delivery());
        if (!message.confirmation().isOver(key, context.confirmInitiator(epoch))) {
            key.close();
            Member.require(false, "confirmation of node " + from);
        }
        runs.remove(from);
        Envelope confirm =
                member.to(
                        from,
                        new Message.Confirm(false, Tag.of(key, context.confirmResponder(epoch))));
        done.put(from, new Done(message.encode(), confirm));
        step.send(confirm);
        return Optional.of(new Session(member.aes(), context, epoch, key, false));
    }

    private DerivingKey receive(Context.Run context, Message.Delivery delivery) {
        Member.require(
                delivery.tag()
                        .isOver(
                                member.masterKey(),
                                context.delivery(delivery.epoch(), delivery.key())),
                "delivery of the Central Entity");
        member.requireCurrent(delivery.epoch(), context.initiator());
        return context.service().translates()
                ? member.chip().load(new SealedKey(delivery.key()), member.central())
                : member.unwrap(delivery.key(), context.wrapping(false));
    }

    void tick(Instant now, Step.Draft step) {
        for (Iterator<Run> each = runs.values().iterator(); each.hasNext(); ) {
            Run run = each.next();
            boolean over = !now.isBefore(run.end());
            boolean silent = run.held().isPresent() && !run.held().get().accepted().tick(now, step);
            if (over || silent) {
                each.remove();
                run.close();
                step.tell(new NodeEvent.GaveUp("answer", run.context().initiator()));
            }
        }
    }

    Optional<Instant> due() {
        return runs.values().stream()
                .map(run -> run.held().map(held -> held.accepted().due()).orElse(run.end()))
                .min(Instant::compareTo);
    }

    /// Ends runs with nodes that are not on the list, or all of them.
    void drop(boolean all) {
        runs.values()
                .removeIf(run -> {
                    boolean ends =
                            all || !member.list().nodes().contains(run.context().initiator());
                    if (ends) {
                        run.close();
                    }
                    return ends;
                });
    }
}
