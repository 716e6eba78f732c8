package io.lapwing.joinserver;

import io.lapwing.crypto.Fault;
import io.lapwing.joinserver.Refusal.Reason;
import io.lapwing.lorawan.Admission;
import io.lapwing.lorawan.BackendHeader;
import io.lapwing.lorawan.BackendMessage.Answer;
import io.lapwing.lorawan.BackendMessage.JoinTerms;
import io.lapwing.lorawan.BackendMessage.Request;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.NetId;
import io.lapwing.lorawan.NonceVerdict;
import io.lapwing.lorawan.SessionGrant;
import io.lapwing.lorawan.SessionKeyId;
import io.lapwing.lorawan.SessionRequest;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// What a join and a rejoin have in common: find the device, let the rules and the MIC decide, take the nonces, compute
/// the session, and make all of it durable in one commit.
final class Activation {
    /// How often a device may change under a join before it is given up. A change is another join of the same device,
    /// after which this one is usually a replay.
    private static final int MAX_TRIES = 16;

    private final JoinDevices devices;
    private final JoinServerSettings settings;
    private final Gate gate;
    private final Trail trail;
    private final Supplier<SessionKeyId> sessionKeyIds;

    Activation(
            JoinDevices devices,
            JoinServerSettings settings,
            Gate gate,
            Trail trail,
            Supplier<SessionKeyId> sessionKeyIds) {
        this.devices = devices;
        this.settings = settings;
        this.gate = gate;
        this.trail = trail;
        this.sessionKeyIds = sessionKeyIds;
    }

    /// A request for a session.
    ///
    /// @param peer who sent it, `server` what it is
    /// @param answer the answer that brings the grant
    record Ask(
            Peer peer,
            Peer.Party.NetworkServer server,
            Request request,
            JoinTerms terms,
            Function<SessionGrant, Answer> answer) {
        BackendHeader header() {
            return request.header();
        }

        /// The SenderID: it becomes the NetID of the join-accept. The gate let only NetIDs pass.
        NetId netId() {
            return header().sender().netId();
        }
    }

    /// The part that differs: whose MIC it is, and which nonces it uses.
    @FunctionalInterface
    interface Proof {
        /// The admission asked for, or nothing when no key makes this MIC. Writes nothing.
        Optional<Admission> check(JoinDevice device, SessionMaker maker, SessionRequest session);
    }

    /// Decides on what is durable now; when that changes before the commit, decides anew.
    Outcome run(Ask ask, Proof proof) {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            Optional<Outcome> outcome = attempt(ask, proof);
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
        return Outcome.Refused.of(
                Reason.FAILED,
                "the device changed " + MAX_TRIES + " times meanwhile: it may join again");
    }

    /// One try; nothing when the device changed meanwhile.
    private Optional<Outcome> attempt(Ask ask, Proof proof) {
        Eui64 devEui = ask.request().devEui();
        Optional<JoinDevice> found = devices.find(devEui);
        if (found.isEmpty()) {
            return refuse(Reason.UNKNOWN_DEVICE, "no device " + devEui);
        }
        JoinDevice device = found.get();
        Optional<Refusal> barred = gate.activation(ask.peer(), ask.header(), device, ask.terms());
        if (barred.isPresent()) {
            return Optional.of(new Outcome.Refused(barred.get()));
        }
        return switch (devices.withKeys(device, work -> decide(ask, proof, device, work))) {
            case Decision.Refused refused -> Optional.of(new Outcome.Refused(refused.refusal()));
            case Decision.Granted granted -> commit(ask, device, granted);
        };
    }

    /// What the keys and nonces say of a request; nothing is written yet.
    private sealed interface Decision {
        record Granted(NonceVerdict.Fresh fresh, SessionGrant grant) implements Decision {}

        record Refused(Refusal refusal) implements Decision {
            Refused(Reason reason, String why) {
                this(Refusal.of(reason, why));
            }
        }
    }

    /// The grant is computed before anything is written, so that a missing key costs no nonce; and the keys are given back
    /// before the commit, which may wait for the disk.
    private Decision decide(Ask ask, Proof proof, JoinDevice device, RootKeyWork work) {
        SessionMaker maker = new SessionMaker(work, device);
        Optional<Admission> admission = proof.check(device, maker, request(ask, device));
        if (admission.isEmpty()) {
            return new Decision.Refused(Reason.MIC_FAILED, "the MIC is of no key of this device");
        }
        return switch (device.state().admit(admission.get())) {
            case NonceVerdict.Fresh fresh ->
                    new Decision.Granted(
                            fresh,
                            maker.grant(
                                    fresh.session(),
                                    ask.terms(),
                                    ask.server(),
                                    settings.sessionLifetime()));
            case NonceVerdict.Refused refused -> refused(refused);
        };
    }

    private static Decision refused(NonceVerdict.Refused verdict) {
        Reason reason =
                switch (verdict) {
                    case NonceVerdict.Replayed _, NonceVerdict.UnknownSession _ -> Reason.REPLAYED;
                    case NonceVerdict.DevNonceExhausted _,
                            NonceVerdict.RejoinCountExhausted _,
                            NonceVerdict.JoinNonceExhausted _,
                            NonceVerdict.TooManyJoinEuis _ ->
                            Reason.EXHAUSTED;
                };
        return new Decision.Refused(reason, verdict.why());
    }

    private SessionRequest request(Ask ask, JoinDevice device) {
        return new SessionRequest(
                sessionKeyIds.get(),
                device.version(),
                device.version().keying(ask.terms().dlSettings()),
                ask.netId(),
                device.keys().nwkKey(),
                device.keys().appKey());
    }

    private Optional<Outcome> commit(Ask ask, JoinDevice device, Decision.Granted granted) {
        NonceVerdict.Fresh fresh = granted.fresh();
        boolean done =
                devices.commit(
                        device,
                        fresh.next(),
                        trail.granted(ask.peer(), ask.request(), fresh.session()));
        return done
                ? Optional.of(new Outcome.Committed(ask.answer().apply(granted.grant())))
                : Optional.empty();
    }

    private static Optional<Outcome> refuse(Reason reason, String why) {
        return Optional.of(Outcome.Refused.of(reason, why));
    }

    /// The identifiers that a message states twice must agree: what the rules looked at is what the device signed.
    static void requireSame(String what, Eui64 inBody, Eui64 inFrame) {
        if (!inBody.equals(inFrame)) {
            throw Fault.badInput(
                    what + " " + inBody + " of the message is " + inFrame + " in its PHYPayload");
        }
    }
}
