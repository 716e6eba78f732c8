package io.lapwing.joinserver;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.joinserver.BackendCodec.Decoded;
import io.lapwing.joinserver.Peer.Party;
import io.lapwing.joinserver.Refusal.Reason;
import io.lapwing.lorawan.BackendMessage.Answer;
import io.lapwing.lorawan.BackendMessage.AppSKeyAns;
import io.lapwing.lorawan.BackendMessage.AppSKeyReq;
import io.lapwing.lorawan.BackendMessage.HomeNsAns;
import io.lapwing.lorawan.BackendMessage.HomeNsReq;
import io.lapwing.lorawan.BackendMessage.JoinAns;
import io.lapwing.lorawan.BackendMessage.JoinReq;
import io.lapwing.lorawan.BackendMessage.RejoinAns;
import io.lapwing.lorawan.BackendMessage.RejoinReq;
import io.lapwing.lorawan.BackendMessage.Request;
import io.lapwing.lorawan.BackendResult;
import io.lapwing.lorawan.SessionKeyId;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Answers Backend Interfaces messages (TS002-1.0, TS002-1.1), one after the other and none remembered: a TransactionID
/// seen again is no sign of a repetition, since some senders always write 0.
///
/// Every message that gets an answer has its audit record first, also the one that cannot be read. Only who holds a
/// certificate that the server trusts gets so far; failed handshakes write nothing, so that strangers cannot fill the
/// log.
///
/// Safe for use by many threads.
public final class JoinServer {
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;

    private final JoinDevices devices;
    private final PeerDirectory peers;
    private final Gate gate;
    private final Trail trail;
    private final JoinEvents events;
    private final JoinHandler joins;
    private final RejoinHandler rejoins;
    private final AppSKeyHandler appSKeys;
    private final HomeNsHandler homes;
    private final BackendCodec codec = new BackendCodec();

    /// @param random where SessionKeyIDs come from: it must be unpredictable
    public JoinServer(
            JoinServerSettings settings,
            JoinDevices devices,
            PeerDirectory peers,
            InstantSource clock,
            RandomGenerator random,
            JoinEvents events) {
        this.devices = devices;
        this.peers = peers;
        this.events = events;
        gate = new Gate(settings);
        trail = new Trail(clock);
        Activation activation =
                new Activation(devices, settings, gate, trail, () -> sessionKeyId(random));
        joins = new JoinHandler(activation);
        rejoins = new RejoinHandler(activation);
        appSKeys = new AppSKeyHandler(devices, gate, trail);
        homes = new HomeNsHandler(devices, gate, trail);
    }

    private static SessionKeyId sessionKeyId(RandomGenerator random) {
        byte[] octets = new byte[SessionKeyId.LENGTH_BYTES];
        random.nextBytes(octets);
        return new SessionKeyId(Bytes.of(octets));
    }

    /// An answer's HTTP status and JSON. The status is 200 for every answer in the protocol's form, granted or not, and
    /// 400 only for a body in which no message was found to answer.
    public record Reply(int status, Bytes body) {}

    /// Answers one message.
    ///
    /// @throws Fault when not even an audit record can be written: there is no answer then
    public Reply answer(Caller caller, Bytes body) {
        long startedNanos = System.nanoTime();
        Optional<Peer> peer = peers.find(caller);
        return switch (codec.decode(body)) {
            case Decoded.Bad bad -> unreadable(actor(caller, peer), bad);
            case Decoded.Good good -> {
                Answer answer = answer(caller, peer, good.request());
                events.answered(
                        good.request().messageType(),
                        answer.result().code().toString(),
                        System.nanoTime() - startedNanos);
                yield new Reply(OK, codec.answers().encode(answer));
            }
        };
    }

    private Reply unreadable(String actor, Decoded.Bad bad) {
        devices.record(trail.unreadable(actor, bad.refusal()));
        events.unreadable(bad.refusal().reason().word());
        return new Reply(bad.answerable() ? OK : BAD_REQUEST, bad.answer());
    }

    private Answer answer(Caller caller, Optional<Peer> peer, Request request) {
        return switch (decide(peer, request)) {
            case Outcome.Committed committed -> committed.answer();
            case Outcome.Delivered delivered -> {
                devices.record(delivered.event());
                yield delivered.answer();
            }
            case Outcome.Refused refused -> {
                devices.record(trail.refused(actor(caller, peer), request, refused.refusal()));
                yield answer(request, refused.refusal().result(request));
            }
        };
    }

    private Outcome decide(Optional<Peer> known, Request request) {
        if (known.isEmpty()) {
            return Outcome.Refused.of(
                    Reason.UNKNOWN_SENDER, "the certificate is of no peer: enter it as one");
        }
        Peer peer = known.get();
        try {
            return gate.envelope(peer, request)
                    .<Outcome>map(Outcome.Refused::new)
                    .orElseGet(() -> handle(peer, request));
        } catch (Fault fault) {
            return new Outcome.Refused(Refusal.of(fault));
        }
    }

    /// The gate let a request pass only from the party that may send it.
    private Outcome handle(Peer peer, Request request) {
        return switch (peer.party()) {
            case Party.NetworkServer server ->
                    switch (request) {
                        case JoinReq req -> joins.handle(peer, server, req);
                        case RejoinReq req -> rejoins.handle(peer, server, req);
                        case HomeNsReq req -> homes.handle(peer, req);
                        case AppSKeyReq _ -> throw passed(request);
                    };
            case Party.ApplicationServer server ->
                    switch (request) {
                        case AppSKeyReq req -> appSKeys.handle(peer, server, req);
                        case JoinReq _, RejoinReq _, HomeNsReq _ -> throw passed(request);
                    };
        };
    }

    private static Fault passed(Request request) {
        return new Fault(
                Fault.Kind.INTERNAL,
                request.messageType() + " passed the gate from the wrong party");
    }

    private static Answer answer(Request request, BackendResult result) {
        var header = request.header().answer();
        return switch (request) {
            case JoinReq _ -> new JoinAns(header, result, null);
            case RejoinReq _ -> new RejoinAns(header, result, null);
            case AppSKeyReq _ -> new AppSKeyAns(header, result, null);
            case HomeNsReq _ -> new HomeNsAns(header, result, null, null);
        };
    }

    private static String actor(Caller caller, Optional<Peer> peer) {
        return peer.map(Trail::actor).orElseGet(() -> "stranger:" + caller);
    }

    Trail trail() {
        return trail;
    }
}
