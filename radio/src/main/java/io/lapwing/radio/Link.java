package io.lapwing.radio;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.radio.LinkFrame.Acknowledgement;
import io.lapwing.radio.LinkFrame.Data;
import io.lapwing.radio.LinkFrame.Receipt;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The reliable link of one node to all others of its cell, as a state machine: what happens goes in, frames and events come out.
///
/// Each message is cut into fragments by the signal-to-noise ratio and sent as one train. The receiver answers with its own
/// message, whose frames say that this one arrived, or with an acknowledgement, or with a bitmap of what it has (the idea of
/// RFC 8724 §8.4.3, ACK-on-Error). One message at a time is on its way to each other node; the link is half-duplex and has one
/// frame on the air at a time. All timers come from the air time. Without a fault of its users it neither loses what it said
/// is delivered nor delivers anything twice or altered, unless it restarts or forgets a node (see
/// [LinkSettings#maxPeers()]).
///
/// After each call: take all events, then a frame if there is one, then wait until [#wakeNs]. [LinkNode] does so.
public final class Link {
    private static final int SESSIONS = 0x10000;
    private static final int NUMBERS = 256;

    /// Messages to all that wait.
    private static final int MAX_BROADCASTS = 8;

    /// Messages travel together as long as they need no more frames.
    private static final int TOGETHER_FRAMES = 2;

    /// Octets of places, the check and receipts.
    private static final int ROOM_SPARED = 16;

    private final NodeAddress self;
    private final LinkSettings settings;
    private final FragmentSizer sizer;
    private final LinkTimes times;
    private final Peers peers;
    private final Airspace airspace;
    private final int session;
    private final Deque<Transfer> broadcasts = new ArrayDeque<>();
    private final Deque<LinkEvent> events = new ArrayDeque<>();
    private int nextBroadcast;
    private long nextSequence;
    private @Nullable LinkFrame onAir;
    private @Nullable Transfer onAirOf;

    /// @param random draws the session, the numbers and what sets rivals apart
    public Link(
            NodeAddress self, LinkSettings settings, FragmentSizer sizer, RandomGenerator random) {
        this.self = self;
        this.settings = settings;
        this.sizer = sizer;
        times = LinkTimes.of(settings);
        airspace = new Airspace(times, random);
        peers = new Peers(settings, random);
        session = random.nextInt(SESSIONS);
        nextBroadcast = random.nextInt(NUMBERS);
    }

    public NodeAddress address() {
        return self;
    }

    /// Queues a message.
    ///
    /// @throws Fault `BAD_INPUT` when it is too long or to this node; `EXHAUSTED` when too many wait
    public MessageId send(NodeAddress to, Bytes message) {
        requireLength(message);
        if (to.equals(self) || to.isEveryone()) {
            throw Fault.badInput("message to %s: want another node".formatted(to));
        }
        MessageId id = new MessageId(to, nextSequence);
        peers.of(to)
                .orElseThrow(() ->
                        new Fault(
                                Fault.Kind.EXHAUSTED,
                                "messages for %d nodes are on their way: want some delivered first"
                                        .formatted(settings.maxPeers())))
                .outbound()
                .add(new Outbound.Queued(id, message));
        peers.activate(to);
        nextSequence++;
        return id;
    }

    /// Queues a message for all nodes, which nobody acknowledges.
    ///
    /// @param parity so many fragments may be lost, 0 to 16
    /// @throws Fault `BAD_INPUT` when it is too long; `EXHAUSTED` when too many wait
    public void broadcast(Bytes message, int parity) {
        requireLength(message);
        if (parity < 0 || parity > Fragments.MAX_PARITY) {
            throw Fault.badInput("%d parity fragments: want 0 to 16".formatted(parity));
        }
        if (broadcasts.size() >= MAX_BROADCASTS) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED,
                    MAX_BROADCASTS + " broadcasts wait: want some sent first");
        }
        int count =
                sizer.fragments(
                        settings,
                        message.length() + Spread.EXTRA_BYTES,
                        Fragments.PLACE_BYTES,
                        peers.leastSnrDb());
        int number = nextBroadcast;
        nextBroadcast = (nextBroadcast + 1) % NUMBERS;
        Data first = data(NodeAddress.EVERYONE, number, false, Optional.empty(), Optional.empty());
        List<Bytes> shares = Spread.shares(self, session, number, message, count, parity);
        broadcasts.addLast(new Transfer(List.of(), Transfer.fragments(first, shares, count)));
    }

    private void requireLength(Bytes message) {
        if (message.length() > settings.maxMessageBytes()) {
            throw Fault.badInput(
                    "message of %d octets: want at most %d"
                            .formatted(message.length(), settings.maxMessageBytes()));
        }
    }

    /// A frame arrived. Noise and frames of other links are passed over.
    public void received(Bytes octets, double snrDb, long nowNs) {
        if (!LinkFrameCodec.isIntact(octets)) {
            return;
        }
        LinkFrame frame;
        try {
            frame = LinkFrame.parse(octets);
        } catch (Fault _) {
            return;
        }
        if (frame.from().equals(self)) {
            return;
        }
        airspace.heard(nowNs, airTimeNs(octets));
        boolean own = frame.to().equals(self);
        if (own || peers.known(frame.from()).isPresent() || frame.to().isEveryone()) {
            peers.of(frame.from()).ifPresent(peer -> peer.heardAt(snrDb));
        }
        peers.active().forEach(peer -> postpone(peer, nowNs));
        switch (frame) {
            case Data data when own -> accept(data, airTimeNs(octets), nowNs);
            case Data data when data.to().isEveryone() ->
                    acceptBroadcast(data, airTimeNs(octets), nowNs);
            case Data data -> overhear(data, nowNs);
            case Acknowledgement acknowledgement when own -> accept(acknowledgement);
            case Acknowledgement _ -> airspace.claimForOthers(nowNs + times.answerNs());
        }
    }

    private void accept(Data data, long airTimeNs, long nowNs) {
        data.direct().ifPresent(receipt -> settle(data.from(), receipt));
        peers.of(data.from())
                .ifPresent(peer -> {
                    Optional<Bytes> message = peer.inbound().accept(data, nowNs, airTimeNs, times);
                    message.ifPresent(whole -> tell(data, whole));
                    peers.activate(peer.address());
                    long askDueNs = peer.inbound().askDueNs();
                    if (askDueNs != Inbound.NEVER) {
                        airspace.claim(askDueNs);
                    }
                });
    }

    private void acceptBroadcast(Data data, long airTimeNs, long nowNs) {
        peers.of(data.from())
                .flatMap(peer -> peer.broadcasts().accept(data, nowNs, airTimeNs, times))
                .ifPresent(whole -> events.add(new LinkEvent.Received(data.from(), whole, true)));
        airspace.claimForOthers(nowNs + times.answerNs());
    }

    private void tell(Data data, Bytes whole) {
        if (!data.bundle()) {
            events.add(new LinkEvent.Received(data.from(), whole, false));
            return;
        }
        Bundle.messages(whole)
                .ifPresent(messages ->
                        messages.forEach(one ->
                                events.add(new LinkEvent.Received(data.from(), one, false))));
    }

    private void overhear(Data data, long nowNs) {
        data.aside()
                .filter(receipt -> receipt.sender().equals(self))
                .ifPresent(receipt -> settle(data.from(), receipt));
        airspace.claimForOthers(nowNs + times.answerNs());
    }

    private void accept(Acknowledgement acknowledgement) {
        if (acknowledgement.whole()) {
            settle(
                    acknowledgement.from(),
                    new Receipt(self, acknowledgement.session(), acknowledgement.number()));
            return;
        }
        transferTo(acknowledgement.from(), acknowledgement.session(), acknowledgement.number())
                .ifPresent(transfer -> {
                    transfer.arrived(BitSet.valueOf(acknowledgement.have().toArray()));
                    giveUpIfHopeless(acknowledgement.from(), transfer);
                });
    }

    private Optional<Transfer> transferTo(NodeAddress to, int ofSession, int number) {
        return peers.known(to)
                .flatMap(peer -> Optional.ofNullable(peer.outbound().current()))
                .filter(transfer -> transfer.isMeant(ofSession, number));
    }

    private void settle(NodeAddress by, Receipt receipt) {
        transferTo(by, receipt.session(), receipt.number())
                .ifPresent(transfer -> {
                    airspace.answered();
                    transfer.ids().forEach(id -> events.add(new LinkEvent.Delivered(id)));
                    peers.known(by).ifPresent(peer -> peer.outbound().end());
                });
    }

    /// Someone's frame is on the air until then; what it is will be known at its end, or not.
    public void sensed(long nowNs, long untilNs) {
        airspace.busy(untilNs);
        boolean maybeAcknowledgement =
                untilNs - nowNs + settings.modulation().detectionNs() <= times.acknowledgementNs();
        boolean settled = false;
        for (Peer peer : peers.active()) {
            postpone(peer, untilNs);
            peer.inbound().sensed(untilNs, times);
            Transfer transfer = peer.outbound().current();
            if (transfer != null && maybeAcknowledgement) {
                settled |= transfer.answerLost(untilNs + times.turnaroundNs());
            }
        }
        if (!settled) {
            airspace.claimForOthers(untilNs + times.patienceNs());
        }
    }

    private void postpone(Peer peer, long untilNs) {
        Transfer transfer = peer.outbound().current();
        if (transfer != null) {
            transfer.postpone(untilNs + times.patienceNs());
        }
    }

    /// The frame that was taken last is off the air.
    public void transmitted(long nowNs) {
        LinkFrame frame = onAir;
        Transfer transfer = onAirOf;
        onAir = null;
        onAirOf = null;
        airspace.heard(nowNs, frame == null ? 0 : airTimeNs(frame.octets()));
        if (transfer != null && !transfer.hasPending()) {
            endTrain(transfer, nowNs);
        }
        if (frame instanceof Acknowledgement acknowledgement && !acknowledgement.whole()) {
            long dueNs = airspace.answerDueNs(nowNs, 0);
            airspace.claim(dueNs);
            NodeAddress from = acknowledgement.to();
            peers.known(from).ifPresent(peer -> peer.inbound().awaitRest(dueNs));
            peers.activate(from);
        }
    }

    private long airTimeNs(Bytes frame) {
        return settings.modulation().airTimeNs(frame.length());
    }

    private void endTrain(Transfer transfer, long nowNs) {
        if (transfer.to().isEveryone()) {
            broadcasts.removeFirst();
            return;
        }
        long dueNs = airspace.answerDueNs(nowNs, transfer.rounds());
        airspace.claim(dueNs);
        transfer.awaitAnswer(dueNs, Transfer.latestNs(nowNs, times));
    }

    /// The next event in order, or null.
    public @Nullable LinkEvent event() {
        return events.poll();
    }

    /// The frame to send now, if any. No other is given until [#transmitted].
    public Optional<Bytes> frame(long nowNs) {
        peers.settle();
        if (onAir != null || !airspace.isClear(nowNs)) {
            return Optional.empty();
        }
        expire(nowNs);
        LinkFrame next = next(nowNs);
        onAir = next;
        return Optional.ofNullable(next).map(LinkFrame::octets);
    }

    private void expire(long nowNs) {
        for (Peer peer : peers.active()) {
            Transfer transfer = peer.outbound().current();
            if (transfer != null && transfer.dueNs() <= nowNs) {
                transfer.repeat(settings.carrierSense());
                airspace.unanswered();
                giveUpIfHopeless(peer.address(), transfer);
            }
        }
    }

    private void giveUpIfHopeless(NodeAddress to, Transfer transfer) {
        if (transfer.rounds() > settings.maxRounds()) {
            transfer.ids().forEach(id -> events.add(new LinkEvent.Undelivered(id)));
            peers.known(to).ifPresent(peer -> peer.outbound().end());
        }
    }

    private @Nullable LinkFrame next(long nowNs) {
        LinkFrame frame = question(nowNs);
        if (frame == null) {
            frame = underway();
        }
        List<Peer> owed = peers.active().stream().filter(peer -> peer.inbound().isOwed()).toList();
        if (frame == null && owed.size() > 1) {
            frame = owed.getFirst().inbound().takeAcknowledgement(self);
        }
        if (frame == null && airspace.isFree(nowNs)) {
            frame = begun();
        }
        if (frame == null && !owed.isEmpty()) {
            Inbound inbound = owed.getFirst().inbound();
            frame = inbound.owedDueNs() <= nowNs ? inbound.takeAcknowledgement(self) : null;
        }
        return frame;
    }

    private @Nullable LinkFrame question(long nowNs) {
        for (Peer peer : peers.active()) {
            if (peer.inbound().askDueNs() <= nowNs) {
                Acknowledgement question = peer.inbound().takeQuestion(self);
                if (question != null) {
                    return question;
                }
            }
        }
        return null;
    }

    /// The next fragment of a train that has left; the others wait until it is at its end.
    private @Nullable LinkFrame underway() {
        for (Transfer transfer : transfers()) {
            if (transfer.isUnderway()) {
                onAirOf = transfer;
                return transfer.next();
            }
        }
        return null;
    }

    private List<Transfer> transfers() {
        List<Transfer> transfers = new ArrayList<>();
        if (!broadcasts.isEmpty()) {
            transfers.add(broadcasts.getFirst());
        }
        for (Peer peer : peers.active()) {
            Transfer current = peer.outbound().current();
            if (current != null) {
                transfers.add(current);
            }
        }
        return transfers;
    }

    /// The first fragment of a train: of a message that was begun before, else of a new one.
    private @Nullable LinkFrame begun() {
        for (Transfer transfer : transfers()) {
            if (transfer.hasPending()) {
                onAirOf = transfer;
                return transfer.next();
            }
        }
        for (Peer peer : peers.active()) {
            if (peer.outbound().canStart()) {
                Transfer transfer = start(peer);
                onAirOf = transfer;
                return transfer.next();
            }
        }
        return null;
    }

    private Transfer start(Peer peer) {
        Optional<Receipt> direct = peer.inbound().takeDirect();
        Optional<Receipt> aside =
                peers.active().stream()
                        .filter(other -> other != peer && other.inbound().isOwed())
                        .findFirst()
                        .map(other -> other.inbound().takeAside());
        int spared =
                (direct.isPresent() ? LinkFrameCodec.DIRECT_BYTES : 0)
                        + (aside.isPresent() ? LinkFrameCodec.ASIDE_BYTES : 0);
        int room =
                TOGETHER_FRAMES * (settings.maxFrameBytes() - LinkFrame.OVERHEAD_BYTES)
                        - ROOM_SPARED;
        List<Outbound.Queued> together = peer.outbound().takeTogether(room);
        boolean bundle = together.size() > 1;
        List<Bytes> messages = together.stream().map(Outbound.Queued::message).toList();
        Bytes message = bundle ? Bundle.of(messages) : messages.getFirst();
        int number = peer.outbound().takeNumber();
        int count = sizer.fragments(settings, message.length(), spared, peer.snrDb());
        Bytes whole = count > 1 ? Fragments.checked(self, session, number, message) : message;
        Transfer transfer =
                new Transfer(
                        together.stream().map(Outbound.Queued::id).toList(),
                        Transfer.fragments(
                                data(peer.address(), number, bundle, direct, aside),
                                Fragments.cut(whole, count, spared),
                                count));
        peer.outbound().start(transfer);
        return transfer;
    }

    private Data data(
            NodeAddress to,
            int number,
            boolean bundle,
            Optional<Receipt> direct,
            Optional<Receipt> aside) {
        return new Data(self, to, session, number, bundle, 0, 1, direct, aside, Bytes.EMPTY);
    }

    /// When [#frame] has to be asked again if nothing happens before; [Long#MAX_VALUE] if never.
    public long wakeNs(long nowNs) {
        if (onAir != null) {
            return Long.MAX_VALUE;
        }
        long earliest = Long.MAX_VALUE;
        boolean hasTrain = !broadcasts.isEmpty();
        for (Peer peer : peers.active()) {
            Transfer current = peer.outbound().current();
            long dueNs = current == null ? Transfer.NEVER : current.dueNs();
            earliest = Math.min(earliest, Math.min(dueNs, peer.inbound().askDueNs()));
            earliest = Math.min(earliest, peer.inbound().owedDueNs());
            if (current != null && current.isUnderway()) {
                earliest = nowNs;
            }
            hasTrain |= (current != null && current.hasPending()) || peer.outbound().canStart();
        }
        if (hasTrain) {
            earliest = Math.min(earliest, airspace.freeNs());
        }
        return earliest == Long.MAX_VALUE ? earliest : Math.max(earliest, airspace.clearNs());
    }

    /// Whether nothing is on its way in or out.
    public boolean isIdle() {
        return onAir == null
                && broadcasts.isEmpty()
                && events.isEmpty()
                && peers.active().isEmpty();
    }
}
