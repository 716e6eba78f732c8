package io.lapwing.device;

import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.Derivation;
import io.lapwing.lorawan.DevNonce;
import io.lapwing.lorawan.Frame;
import io.lapwing.lorawan.JoinAccept;
import io.lapwing.lorawan.JoinRequest;
import io.lapwing.lorawan.JoinType;
import io.lapwing.lorawan.Keying;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.Mic;
import io.lapwing.lorawan.PhyPayload;
import io.lapwing.lorawan.ProtectedJoinAccept;
import io.lapwing.lorawan.RejoinCount;
import io.lapwing.lorawan.RejoinRequest;
import io.lapwing.lorawan.RootKeyKind;
import io.lapwing.lorawan.SessionKeyType;
import io.lapwing.lorawan.SessionSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A LoRaWAN end-device, 1.0.x or 1.1: it joins, rejoins and has a session, over keys that it can use and not read.
///
/// It has no clock and no radio: who drives it sends what it gives and hands it what arrives. One thread at a time.
///
/// A nonce is stored as used before the frame that carries it is given out.
public final class EndDevice {
    private final DeviceIdentity identity;
    private final KeySlots slots;
    private final DeviceMemory memory;
    private final RandomGenerator random;
    private DeviceCounters counters;
    private @Nullable JoinAttempt awaited;
    private @Nullable DeviceSession session;
    private int nextRejoin0;

    /// @param random draws the DevNonces of a device up to 1.0.3
    public EndDevice(
            DeviceIdentity identity, KeySlots slots, DeviceMemory memory, RandomGenerator random) {
        this.identity = identity;
        this.slots = slots;
        this.memory = memory;
        this.random = random;
        counters = memory.load();
        if (identity.version().hasNwkKey()) {
            slots.derive(
                    KeySlot.NWK_KEY, Derivation.jsIntKey(identity.devEui()), KeySlot.JS_INT_KEY);
            slots.derive(
                    KeySlot.NWK_KEY, Derivation.jsEncKey(identity.devEui()), KeySlot.JS_ENC_KEY);
        }
    }

    public DeviceIdentity identity() {
        return identity;
    }

    /// The session it has, if any.
    public Optional<DeviceSession> session() {
        return Optional.ofNullable(session);
    }

    /// A join-request (TS001-1.0.4 §6.2.5, TS001-1.1 §6.2.2). A session it has stays until it is answered.
    ///
    /// @throws Fault `EXHAUSTED` when no DevNonce is left with this JoinEUI
    public PhyPayload joinRequest() {
        DevNonce devNonce = takeDevNonce();
        KeySlot key = KeySlot.of(identity.version().joinKey());
        JoinRequest request =
                JoinRequest.signed(
                        identity.joinEui(),
                        identity.devEui(),
                        devNonce,
                        input -> slots.cmac(key, input));
        awaited = attempt(JoinType.JOIN, devNonce);
        return request.phyPayload();
    }

    private DevNonce takeDevNonce() {
        if (identity.version().randomDevNonce()) {
            return new DevNonce(random.nextInt(DevNonce.MAX + 1));
        }
        int next = counters.nextDevNonce();
        if (next > DevNonce.MAX) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED,
                    "all 65536 DevNonces with JoinEUI "
                            + identity.joinEui()
                            + " were used: want another JoinEUI or new root keys");
        }
        keep(counters.afterDevNonce());
        return new DevNonce(next);
    }

    /// A rejoin-request (TS001-1.1 §6.2.4).
    ///
    /// @param type any but `JOIN`
    /// @throws Fault `CONFLICT` unless the device is 1.1 and, for type 0 and 2, has a session keyed as 1.1; `EXHAUSTED` when
    ///     no RJcount is left
    public PhyPayload rejoinRequest(JoinType type) {
        if (identity.version() != MacVersion.V1_1) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "a " + identity.version() + " device cannot rejoin: want a join-request");
        }
        return switch (type) {
            case REJOIN_0, REJOIN_2 -> rejoinInSession(type);
            case REJOIN_1 -> rejoinAnew();
            case JOIN -> throw Fault.badInput("JOIN is no rejoin: want REJOIN_0, 1 or 2");
        };
    }

    private PhyPayload rejoinInSession(JoinType type) {
        DeviceSession current = session;
        if (current == null || current.keying() != Keying.AS_1_1) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    type + " without a session keyed as 1.1: want REJOIN_1 or a join-request");
        }
        RejoinCount count = count("RJcount0", nextRejoin0);
        nextRejoin0++;
        Mic mic =
                Mic.ofCmac(
                        slots.cmac(
                                KeySlot.S_NWK_S_INT_KEY,
                                RejoinRequest.InSession.micInput(
                                        type, current.terms().netId(), identity.devEui(), count)));
        awaited = attempt(type, count.inPlaceOfDevNonce());
        return new RejoinRequest.InSession(
                        type, current.terms().netId(), identity.devEui(), count, mic)
                .phyPayload();
    }

    private PhyPayload rejoinAnew() {
        RejoinCount count = count("RJcount1", counters.nextRejoin1());
        keep(counters.afterRejoin1());
        Mic mic =
                Mic.ofCmac(
                        slots.cmac(
                                KeySlot.JS_INT_KEY,
                                RejoinRequest.Anew.micInput(
                                        identity.joinEui(), identity.devEui(), count)));
        awaited = attempt(JoinType.REJOIN_1, count.inPlaceOfDevNonce());
        return new RejoinRequest.Anew(identity.joinEui(), identity.devEui(), count, mic)
                .phyPayload();
    }

    private static RejoinCount count(String what, int next) {
        if (next > RejoinCount.MAX) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED, "all 65536 " + what + " were used: want a join-request");
        }
        return new RejoinCount(next);
    }

    private JoinAttempt attempt(JoinType type, DevNonce devNonce) {
        return new JoinAttempt(type, identity.version(), identity.joinEui(), devNonce);
    }

    private void keep(DeviceCounters next) {
        memory.store(next);
        counters = next;
    }

    /// Takes the join-accept that answers the last join-request or rejoin-request (TS001-1.1 §6.2.3). Only an authentic and
    /// new one changes anything, and it is taken once.
    public JoinOutcome joinAccept(PhyPayload frame) {
        JoinAttempt attempt = awaited;
        if (attempt == null) {
            return refused(JoinOutcome.Reason.NOT_ASKED, "no request of this device is open");
        }
        ProtectedJoinAccept protectedAccept;
        try {
            if (!(Frame.parse(frame) instanceof ProtectedJoinAccept parsed)) {
                return refused(JoinOutcome.Reason.MALFORMED, "no join-accept");
            }
            protectedAccept = parsed;
        } catch (Fault fault) {
            return refused(JoinOutcome.Reason.MALFORMED, fault.getMessage());
        }
        return slots.openJoinAccept(protectedAccept, attempt)
                .map(accept -> take(accept, attempt))
                .orElseGet(() ->
                        refused(
                                JoinOutcome.Reason.MIC_FAILED,
                                "the MIC is not of this device's keys and request"));
    }

    private JoinOutcome take(JoinAccept accept, JoinAttempt attempt) {
        // Up to 1.0.3 JoinNonce is any number: only its successors let a device require that it
        // rises.
        if (!identity.version().randomDevNonce()) {
            if (accept.joinNonce().value() <= counters.lastJoinNonce()) {
                return refused(
                        JoinOutcome.Reason.REPLAYED,
                        "JoinNonce "
                                + accept.joinNonce().value()
                                + " is not above the last one, "
                                + counters.lastJoinNonce());
            }
            keep(counters.withJoinNonce(accept.joinNonce()));
        }
        Keying keying = identity.version().keying(accept.dlSettings());
        session().ifPresent(DeviceSession::end);
        deriveSessionKeys(
                new SessionSource(
                        keying,
                        accept.joinNonce(),
                        attempt.devNonce(),
                        accept.netId(),
                        attempt.joinEui()));
        DeviceSession joined = new DeviceSession(accept, keying, slots.sessionKeys());
        awaited = null;
        nextRejoin0 = 0;
        session = joined;
        return new JoinOutcome.Joined(joined);
    }

    private void deriveSessionKeys(SessionSource source) {
        for (SessionKeyType type : SessionKeyType.of(source.keying())) {
            RootKeyKind root = identity.version().rootKeyFor(source.keying(), type);
            slots.derive(KeySlot.of(root), Derivation.sessionKey(type, source), KeySlot.of(type));
        }
    }

    private static JoinOutcome refused(JoinOutcome.Reason reason, String why) {
        return new JoinOutcome.Refused(reason, why);
    }
}
