package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/// The initiator's side of key translation: hello, request, and the end that the service has. One run with a peer at a
/// time.
final class PairInitiator {
    private final Member member;
    private final Map<NodeId, Run> runs = new HashMap<>();
    private final Map<NodeId, Done> done = new HashMap<>();

    PairInitiator(Member member) {
        this.member = member;
    }

    /// A run under way. Each step makes the next run.
    ///
    /// @param n2 once the responder answered
    /// @param key once this node made it, or got it
    /// @param judged the epoch, once the Central Entity said it
    private record Run(
            Service service,
            NodeId responder,
            Nonce n1,
            Optional<Nonce> n2,
            Optional<Own> made,
            Optional<DerivingKey> key,
            Optional<Epoch> judged,
            Repeat repeat,
            Instant end) {
        Context.Run context(NodeId self) {
            return new Context.Run(
                    service,
                    self,
                    responder,
                    n1,
                    n2.orElseThrow(() ->
                            new Fault(Fault.Kind.CONFLICT, "the responder did not answer yet")));
        }

        void close() {
            made.ifPresent(own -> own.key().close());
            if (made.isEmpty()) {
                key.ifPresent(DerivingKey::close);
            }
        }
    }

    /// A key of this node's chip, and how it was sent.
    private record Own(DerivingKey key, Bytes sealed) {
        static Own of(KeyChip.MadeKey key) {
            try {
                return new Own(key, key.sealed().octets());
            } catch (Fault fault) {
                key.close();
                throw fault;
            }
        }
    }

    /// A run that ended well, whose last message may have been lost.
    private record Done(Bytes accepted, Envelope confirm) {}

    void start(Instant now, NodeId responder, Service service, Step.Draft step) {
        if (!member.list().nodes().contains(responder)) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN,
                    "node %s is not on the list of epoch %s"
                            .formatted(responder, member.list().epoch()));
        }
        Nonce n1 = member.nonce();
        Envelope hello = member.to(responder, new Message.Hello(service, n1));
        Run run =
                new Run(
                        service,
                        responder,
                        n1,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Repeat.start(hello, member.settings(), now, step),
                        now.plus(member.settings().runLife()));
        done.remove(responder);
        replace(responder, run);
    }

    private void replace(NodeId responder, Run run) {
        Run before = runs.put(responder, run);
        if (before != null) {
            before.close();
        }
    }

    private Run run(NodeId responder) {
        Run run = runs.get(responder);
        if (run == null) {
            throw new Fault(Fault.Kind.CONFLICT, "no run with node " + responder + " is under way");
        }
        return run;
    }

    /// The responder's nonce: ask the Central Entity.
    void answered(Instant now, NodeId from, Message.HelloAnswer answer, Step.Draft step) {
        Run run = run(from);
        if (run.n2().isPresent()) {
            return;
        }
        var context = new Context.Run(run.service(), member.self(), from, run.n1(), answer.n2());
        Optional<Own> made =
                run.service().translates()
                        ? Optional.of(Own.of(member.chip().create(member.central())))
                        : Optional.empty();
        Bytes sealed = made.map(Own::sealed).orElse(Bytes.EMPTY);
        Envelope ask =
                member.toCentral(
                        new Message.Translate(
                                run.service(),
                                from,
                                run.n1(),
                                answer.n2(),
                                answer.answer(),
                                sealed,
                                Tag.of(member.masterKey(), context.request(sealed))));
        runs.put(
                from,
                new Run(
                        run.service(),
                        from,
                        run.n1(),
                        Optional.of(answer.n2()),
                        made,
                        made.map(Own::key),
                        Optional.empty(),
                        Repeat.start(ask, member.settings(), now, step),
                        run.end()));
    }

    /// Direct: the responder has the key, and brings the Central Entity's word.
    Optional<Session> accepted(NodeId from, Message.Accepted message, Step.Draft step) {
        Done before = done.get(from);
        if (before != null && before.accepted().equals(message.encode())) {
            step.send(before.confirm());
            return Optional.empty();
        }
        Run run = run(from);
        Context.Run context = run.context(member.self());
        DerivingKey key = receive(run, context, message.epoch(), message.receipt());
        Member.require(
                message.confirmation().isOver(key, context.confirmResponder(message.epoch())),
                "confirmation of node " + from);
        Envelope confirm =
                member.to(
                        from,
                        new Message.Confirm(
                                true, Tag.of(key, context.confirmInitiator(message.epoch()))));
        step.send(confirm);
        done.put(from, new Done(message.encode(), confirm));
        return Optional.of(finish(run, context, message.epoch(), key));
    }

    private Session finish(Run run, Context.Run context, Epoch epoch, DerivingKey key) {
        runs.remove(run.responder());
        return new Session(member.aes(), context, epoch, key, true);
    }

    /// Indirect: the Central Entity's ticket, to be carried to the responder.
    void ticket(Instant now, Message.Ticket ticket, Step.Draft step) {
        Run run = run(ticket.responder());
        if (run.judged().isPresent()) {
            return;
        }
        Context.Run context = run.context(member.self());
        Epoch epoch = ticket.delivery().epoch();
        DerivingKey key = receive(run, context, epoch, ticket.receipt());
        Envelope presented =
                member.to(
                        run.responder(),
                        new Message.Presented(
                                ticket.whole(run.made().map(Own::sealed).orElse(Bytes.EMPTY)),
                                Tag.of(key, context.confirmInitiator(epoch))));
        runs.put(
                run.responder(),
                new Run(
                        run.service(),
                        run.responder(),
                        run.n1(),
                        run.n2(),
                        run.made(),
                        Optional.of(key),
                        Optional.of(epoch),
                        Repeat.start(presented, member.settings(), now, step),
                        run.end()));
    }

    /// Indirect: the responder has the key.
    Session confirmed(NodeId from, Tag confirmation) {
        Run run = run(from);
        Context.Run context = run.context(member.self());
        if (run.judged().isEmpty() || run.key().isEmpty()) {
            throw new Fault(Fault.Kind.CONFLICT, "confirmation before the ticket");
        }
        Epoch epoch = run.judged().get();
        DerivingKey key = run.key().get();
        Member.require(
                confirmation.isOver(key, context.confirmResponder(epoch)),
                "confirmation of node " + from);
        return finish(run, context, epoch, key);
    }

    /// The Central Entity's word for this run, and the key: made here, or wrapped in the word.
    private DerivingKey receive(
            Run run, Context.Run context, Epoch epoch, Message.Receipt receipt) {
        Member.require(
                receipt.tag().isOver(member.masterKey(), context.receipt(epoch, receipt.key())),
                "receipt of the Central Entity");
        member.requireCurrent(epoch, run.responder());
        return run.made().isPresent()
                ? run.made().get().key()
                : member.unwrap(receipt.key(), context.wrapping(true));
    }

    /// The Central Entity does not translate.
    void refused(Message.Refused message, Step.Draft step) {
        Run run = run(message.responder());
        Member.require(
                message.tag()
                        .isOver(
                                member.masterKey(),
                                run.context(member.self()).refusal(message.reason())),
                "refusal of the Central Entity");
        runs.remove(message.responder());
        run.close();
        step.refuse(
                NodeId.CENTRAL,
                "no key with node "
                        + message.responder()
                        + ": "
                        + Refusal.ofCode(message.reason()).word());
    }

    void tick(Instant now, Step.Draft step) {
        for (Iterator<Run> each = runs.values().iterator(); each.hasNext(); ) {
            Run run = each.next();
            if (!now.isBefore(run.end()) || !run.repeat().tick(now, step)) {
                each.remove();
                run.close();
                step.tell(new NodeEvent.GaveUp("connection", run.responder()));
            }
        }
    }

    Optional<Instant> due() {
        return runs.values().stream().map(run -> run.repeat().due()).min(Instant::compareTo);
    }

    /// Ends runs with nodes that are not on the list, or all of them.
    void drop(boolean all) {
        runs.values()
                .removeIf(run -> {
                    boolean ends = all || !member.list().nodes().contains(run.responder());
                    if (ends) {
                        run.close();
                    }
                    return ends;
                });
    }
}
