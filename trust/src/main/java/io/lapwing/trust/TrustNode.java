package io.lapwing.trust;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// A node of profile `lapwing`: a state machine. What happens to it are calls with the time; what it does is a [Step], which
/// its host carries out in order. Messages may be lost, doubled, late, altered or forged: nothing changes before a message
/// has shown who it is from, and what was said is said again until it is answered.
///
/// When the clock goes backwards, all runs under way end: how long a nonce has lived is not known then.
///
/// Not safe for use by many threads.
public final class TrustNode implements AutoCloseable {
    private final Member.Parts parts;
    private final Map<NodeId, Session> sessions = new HashMap<>();
    private Optional<Joining> joining = Optional.empty();

    /// A list that came while it joins: before it joined it cannot be verified, and the medium may carry what is for all
    /// before what is for one.
    private Optional<Message.SignedList> early = Optional.empty();

    private Optional<Joined> joined = Optional.empty();
    private Optional<StateKey> stateKey = Optional.empty();
    private Instant last = Instant.MIN;

    private record Joining(JoinInitiator join, Repeat repeat) {}

    /// The procedures of a member.
    private record Joined(
            Member member,
            PairInitiator initiator,
            PairResponder responder,
            GroupMember groups,
            Proofs proofs) {
        static Joined of(Member member, Optional<SoftwareKey> admission) {
            return new Joined(
                    member,
                    new PairInitiator(member),
                    new PairResponder(member),
                    new GroupMember(member),
                    new Proofs(member, admission));
        }

        void drop(boolean all) {
            initiator.drop(all);
            responder.drop(all);
        }

        void close() {
            drop(true);
            groups.close();
            proofs.close();
            member.close();
        }
    }

    /// @param state what was remembered last, or [NodeState#of] for a new node
    /// @param random where nonces and shares come from: it must be unpredictable
    public TrustNode(
            NodeState state, KeyChip chip, Aes aes, RandomGenerator random, NodeSettings settings) {
        parts = new Member.Parts(state.self(), chip, aes, random, settings);
        joined =
                state.membership()
                        .map(membership ->
                                Joined.of(
                                        new Member(
                                                parts,
                                                membership,
                                                chip.open(membership.masterKey())),
                                        Optional.empty()));
    }

    public NodeId self() {
        return parts.self();
    }

    /// The list that it has.
    public Optional<DeviceList> list() {
        return joined.map(member -> member.member().list());
    }

    public Optional<Session> session(NodeId peer) {
        return Optional.ofNullable(sessions.get(peer));
    }

    public Optional<GroupSession> session(GroupId group) {
        return joined.flatMap(member -> member.groups().session(group));
    }

    /// Joins, for the first time or anew.
    ///
    /// @param accessKey of its label; taken over
    public Step join(Instant now, AccessKey accessKey) {
        var step = new Step.Draft();
        watch(now);
        joining.ifPresent(before -> before.join().close());
        var join =
                new JoinInitiator(
                        parts.aes(),
                        parts.self(),
                        accessKey,
                        parts.chip().storageKey(),
                        parts.random());
        joining = Optional.of(new Joining(join, say(now, 1, join.message1(), step)));
        early = Optional.empty();
        return step.done();
    }

    private Repeat say(Instant now, int number, Bytes edhoc, Step.Draft step) {
        Envelope envelope =
                new Envelope(
                        parts.self(), NodeId.CENTRAL, new Message.Join(number, edhoc).encode());
        return Repeat.start(envelope, parts.settings(), now, step);
    }

    /// Begins to share a session key with another node; [NodeEvent.Connected] says when it does.
    public Step connect(Instant now, NodeId peer, Service service) {
        var step = new Step.Draft();
        watch(now);
        try {
            member().initiator().start(now, peer, service, step);
        } catch (Fault fault) {
            step.refuse(peer, fault.getMessage());
        }
        return step.done();
    }

    /// Sends data to a node with which it shares a session key.
    public Step send(NodeId peer, Bytes data) {
        var step = new Step.Draft();
        Session session = sessions.get(peer);
        if (session == null) {
            step.refuse(peer, "no session key with node " + peer + ": connect first");
        } else {
            step.send(member().member().to(peer, session.seal(data)));
        }
        return step.done();
    }

    /// Sends data to a group whose key it has.
    public Step send(GroupId group, Bytes data) {
        var step = new Step.Draft();
        session(group)
                .ifPresentOrElse(
                        session ->
                                step.send(
                                        member().member()
                                                .to(Envelope.EVERYONE, session.seal(data))),
                        () -> step.refuse(self(), "no key of group " + group + " yet"));
        return step.done();
    }

    /// Proves its state by this key from now on: enrolled with the Central Entity at once, or when it has joined. Said again
    /// after a restart, of the same key.
    ///
    /// The first key is taken from the process that joined alone, and another only if the one before, said to this node
    /// first, can still sign: for new firmware, make its key and say it before the restart. Otherwise the node has to join anew.
    ///
    /// @param key closed by the caller, after this
    public Step proveBy(Instant now, StateKey key) {
        var step = new Step.Draft();
        watch(now);
        try {
            joined.ifPresent(member -> member.proofs().offer(now, key, step));
            stateKey = Optional.of(key);
        } catch (Fault fault) {
            step.refuse(self(), "state key is not offered: " + fault.getMessage());
        }
        return step.done();
    }

    /// Sends a reading, with the proof of this node's state, to a node with which it shares a session key. In another state
    /// than that of its key nothing is sent, and the step says so.
    public Step send(NodeId peer, Reading reading) {
        var step = new Step.Draft();
        Session session = sessions.get(peer);
        if (session == null) {
            step.refuse(peer, "no session key with node " + peer + ": connect first");
        } else {
            proven(step, key -> member().member().to(peer, session.seal(reading, key)));
        }
        return step.done();
    }

    /// Sends a reading, with the proof of this node's state, to a group whose key it has.
    public Step send(GroupId group, Reading reading) {
        var step = new Step.Draft();
        session(group)
                .ifPresentOrElse(
                        session ->
                                proven(
                                        step,
                                        key ->
                                                member().member()
                                                        .to(
                                                                Envelope.EVERYONE,
                                                                session.seal(reading, key))),
                        () -> step.refuse(self(), "no key of group " + group + " yet"));
        return step.done();
    }

    private void proven(Step.Draft step, Function<StateKey, Envelope> message) {
        try {
            step.send(message.apply(member().proofs().own()));
        } catch (Fault fault) {
            step.refuse(self(), "reading is not sent: " + fault.getMessage());
        }
    }

    /// Asks for the device list, and for what it says this node should have.
    public Step refresh(Instant now) {
        var step = new Step.Draft();
        watch(now);
        joined.ifPresent(member -> {
            askList(member.member(), step);
            member.groups().follow(now, step);
        });
        return step.done();
    }

    /// What a message does.
    public Step receive(Instant now, Envelope envelope) {
        var step = new Step.Draft();
        watch(now);
        try {
            take(now, envelope.from(), Message.parse(envelope.message()), step);
        } catch (Fault fault) {
            step.refuse(envelope.from(), fault.getMessage());
        }
        return step.done();
    }

    private void take(Instant now, NodeId from, Message message, Step.Draft step) {
        switch (message) {
            case Message.Join join -> join(now, join, step);
            case Message.SignedList list -> list(now, list, step);
            case Message.Hello hello -> member().responder().hello(now, from, hello, step);
            case Message.HelloAnswer answer ->
                    member().initiator().answered(now, from, answer, step);
            case Message.Delivered delivered -> {
                member().responder().delivered(now, delivered, step);
                catchUp(delivered.delivery().epoch(), step);
            }
            case Message.Ticket ticket -> member().initiator().ticket(now, ticket, step);
            case Message.Presented presented ->
                    member().responder()
                            .presented(from, presented, step)
                            .ifPresent(session -> connected(session, step));
            case Message.Accepted accepted ->
                    member().initiator()
                            .accepted(from, accepted, step)
                            .ifPresent(session -> connected(session, step));
            case Message.Confirm confirm ->
                    connected(
                            confirm.byInitiator()
                                    ? member().responder().confirmed(from, confirm.confirmation())
                                    : member().initiator().confirmed(from, confirm.confirmation()),
                            step);
            case Message.Refused refused -> member().initiator().refused(refused, step);
            case Message.GroupCall call ->
                    member().groups()
                            .called(call, step)
                            .ifPresent(session -> step.tell(new NodeEvent.Shared(session)));
            case Message.GroupKey key ->
                    member().groups()
                            .delivered(key, step)
                            .ifPresent(session -> step.tell(new NodeEvent.Shared(session)));
            case Message.Data data ->
                    step.tell(new NodeEvent.Received(from, paired(from).open(data)));
            case Message.GroupData data ->
                    step.tell(
                            new NodeEvent.Received(
                                    from, session(data.group(), data.key()).open(from, data)));
            case StateMessage.StateTaken taken -> member().proofs().taken(now, taken, step);
            case StateMessage.StateAnswer answer -> {
                member().proofs().answered(answer, step);
                catchUp(answer.epoch(), step);
            }
            case StateMessage.Read read ->
                    member().proofs().came(now, paired(from).open(read), step);
            case StateMessage.GroupRead read ->
                    member().proofs()
                            .came(now, session(read.group(), read.key()).open(from, read), step);
            case Message.ListAsk _,
                    Message.Translate _,
                    Message.GroupAsk _,
                    Message.GroupOffer _,
                    Message.GroupDone _,
                    StateMessage.StateOffer _,
                    StateMessage.StateAsk _ ->
                    throw Fault.badInput("a message for the Central Entity: this is a node");
        }
    }

    private Joined member() {
        return joined.orElseThrow(
                () -> new Fault(Fault.Kind.CONFLICT, "node has not joined: join by its label"));
    }

    private void join(Instant now, Message.Join message, Step.Draft step) {
        Joining run =
                joining.orElseThrow(() -> new Fault(Fault.Kind.CONFLICT, "no join is under way"));
        switch (message.step()) {
            case 2 ->
                    joining =
                            Optional.of(
                                    new Joining(
                                            run.join(),
                                            say(now, 3, run.join().answer(message.edhoc()), step)));
            case 4 -> finish(now, run.join().finish(message.edhoc()), step);
            default -> throw Fault.badInput("join message " + message.step() + ": want 2 or 4");
        }
    }

    private void finish(Instant now, JoinInitiator.Joined result, Step.Draft step) {
        KeyChip.Held held;
        try (var masterKey = result.masterKey()) {
            held = parts.chip().hold(masterKey);
        }
        joining.ifPresent(run -> run.join().close());
        joining = Optional.empty();
        leave();
        var membership =
                new NodeState.Membership(result.central(), held.blob(), Bytes.EMPTY, Bytes.EMPTY);
        Member member = new Member(parts, membership, held.key());
        Joined run = Joined.of(member, Optional.of(new SoftwareKey(result.admission())));
        joined = Optional.of(run);
        step.remember(member.state());
        step.tell(new NodeEvent.Joined());
        stateKey.ifPresent(key -> run.proofs().offer(now, key, step));
        Optional<Message.SignedList> list = early;
        early = Optional.empty();
        list.ifPresent(signed -> list(now, signed, step));
    }

    private void list(Instant now, Message.SignedList list, Step.Draft step) {
        if (joining.isPresent()) {
            early = Optional.of(list);
        }
        if (joining.isPresent() && joined.isEmpty()) {
            return;
        }
        Joined run = member();
        if (!run.member().take(list)) {
            return;
        }
        step.remember(run.member().state());
        step.tell(new NodeEvent.ListChanged(run.member().list()));
        run.drop(false);
        sessions.values()
                .removeIf(session -> {
                    boolean ends = !run.member().list().nodes().contains(session.peer());
                    if (ends) {
                        session.close();
                    }
                    return ends;
                });
        run.groups().follow(now, step);
        run.proofs().follow(step);
    }

    /// The Central Entity judged by a newer list than this node has.
    private void catchUp(Epoch epoch, Step.Draft step) {
        Member member = member().member();
        if (epoch.isAfter(member.list().epoch())) {
            askList(member, step);
        }
    }

    private static void askList(Member member, Step.Draft step) {
        step.send(member.toCentral(new Message.ListAsk(member.list().epoch())));
    }

    private void connected(Session session, Step.Draft step) {
        Session before = sessions.put(session.peer(), session);
        if (before != null) {
            before.close();
        }
        step.tell(new NodeEvent.Connected(session));
    }

    private Session paired(NodeId peer) {
        return session(peer)
                .orElseThrow(
                        () -> new Fault(Fault.Kind.CONFLICT, "no session key with node " + peer));
    }

    private GroupSession session(GroupId id, Epoch key) {
        return session(id)
                .filter(group -> group.epoch().equals(key))
                .orElseThrow(() ->
                        new Fault(
                                Fault.Kind.CONFLICT,
                                "no key of epoch %s for group %s".formatted(key, id)));
    }

    /// What is due: messages said again, runs that are over.
    public Step tick(Instant now) {
        var step = new Step.Draft();
        watch(now);
        joining.ifPresent(run -> {
            if (!run.repeat().tick(now, step)) {
                run.join().close();
                joining = Optional.empty();
                step.tell(new NodeEvent.GaveUp("join", NodeId.CENTRAL));
            }
        });
        joined.ifPresent(run -> {
            run.initiator().tick(now, step);
            run.responder().tick(now, step);
            run.groups().tick(now, step);
            run.proofs().tick(now, step);
        });
        return step.done();
    }

    /// When [#tick] has something to do next.
    public Optional<Instant> due() {
        Stream<Optional<Instant>> all =
                joined.map(run ->
                                Stream.of(
                                        run.initiator().due(),
                                        run.responder().due(),
                                        run.groups().due(),
                                        run.proofs().due()))
                        .orElseGet(Stream::empty);
        return Stream.concat(Stream.of(joining.map(run -> run.repeat().due())), all)
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    private void watch(Instant now) {
        if (now.isBefore(last)) {
            joined.ifPresent(run -> run.drop(true));
        }
        last = now;
    }

    private void leave() {
        joined.ifPresent(Joined::close);
        joined = Optional.empty();
        sessions.values().forEach(Session::close);
        sessions.clear();
    }

    @Override
    public void close() {
        joining.ifPresent(run -> run.join().close());
        joining = Optional.empty();
        leave();
    }
}
