package io.lapwing.joinserver;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.joinserver.RootKeyWork.Receiver;
import io.lapwing.joinserver.RootKeyWork.Role;
import io.lapwing.lorawan.BackendMessage.JoinTerms;
import io.lapwing.lorawan.Derivation;
import io.lapwing.lorawan.JoinAccept;
import io.lapwing.lorawan.JoinType;
import io.lapwing.lorawan.KeyEnvelope;
import io.lapwing.lorawan.Keying;
import io.lapwing.lorawan.Mic;
import io.lapwing.lorawan.NetworkKeys;
import io.lapwing.lorawan.PhyPayload;
import io.lapwing.lorawan.ProtectedJoinAccept;
import io.lapwing.lorawan.RootKeyKind;
import io.lapwing.lorawan.SessionGrant;
import io.lapwing.lorawan.SessionKeyType;
import io.lapwing.lorawan.SessionParameters;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Computes a session with the root keys of one device: the join-accept, and each session key wrapped for its receiver.
///
/// @param work the device's root keys
/// @param device whose they are
record SessionMaker(RootKeyWork work, JoinDevice device) {
    /// What a JoinAns or RejoinAns brings.
    ///
    /// @throws Fault `NOT_FOUND` when a wrapping key is missing: nothing goes out in the clear
    SessionGrant grant(
            SessionParameters session,
            JoinTerms terms,
            Peer.Party.NetworkServer peer,
            Optional<Duration> lifetime) {
        @Nullable KeyEnvelope appSKey =
                device.delivery().appSKeyInAnswer() ? appSKey(session, applicationLabel()) : null;
        return new SessionGrant(
                joinAccept(session, terms),
                lifetime.orElse(null),
                networkKeys(session, networkLabel(peer)),
                appSKey,
                session.id());
    }

    /// The session's AppSKey, for the application server.
    KeyEnvelope appSKey(SessionParameters session, String label) {
        return envelope(
                session, SessionKeyType.APP_S_KEY, new Receiver(Role.APPLICATION_SERVER, label));
    }

    /// TS001-1.0.4 §6.2.6, TS001-1.1 §6.2.3: MIC first, then AES decryption over terms and MIC.
    private PhyPayload joinAccept(SessionParameters session, JoinTerms terms) {
        JoinAccept accept =
                new JoinAccept(
                        session.source().joinNonce(),
                        session.source().netId(),
                        terms.devAddr(),
                        terms.dlSettings(),
                        terms.rxDelay(),
                        terms.cfList());
        Bytes plain = accept.protectionInput(mic(session, accept));
        RootKeyWork.Key protection =
                session.type() == JoinType.JOIN
                        ? joinKey(session)
                        : nwkKey(session).derive(Derivation.jsEncKey(device.devEui()));
        return new ProtectedJoinAccept(protection.decrypt(plain)).phyPayload();
    }

    private Mic mic(SessionParameters session, JoinAccept accept) {
        Bytes cmac =
                switch (session.source().keying()) {
                    case AS_1_0 -> joinKey(session).cmac(Derivation.joinAcceptMicInput10(accept));
                    case AS_1_1 ->
                            nwkKey(session)
                                    .derive(Derivation.jsIntKey(device.devEui()))
                                    .cmac(
                                            Derivation.joinAcceptMicInput11(
                                                    session.type(),
                                                    session.source().joinEui(),
                                                    session.source().devNonce(),
                                                    accept));
                };
        return Mic.ofCmac(cmac);
    }

    private NetworkKeys networkKeys(SessionParameters session, String label) {
        Receiver receiver = new Receiver(Role.NETWORK_SERVER, label);
        KeyEnvelope forwarding = envelope(session, SessionKeyType.F_NWK_S_INT_KEY, receiver);
        return switch (session.source().keying()) {
            case AS_1_0 -> new NetworkKeys.As10(forwarding);
            case AS_1_1 ->
                    new NetworkKeys.As11(
                            forwarding,
                            envelope(session, SessionKeyType.S_NWK_S_INT_KEY, receiver),
                            envelope(session, SessionKeyType.NWK_S_ENC_KEY, receiver));
        };
    }

    private KeyEnvelope envelope(
            SessionParameters session, SessionKeyType type, Receiver receiver) {
        Bytes wrapped =
                key(session, session.rootKeyFor(type))
                        .deriveFor(Derivation.sessionKey(type, session.source()), receiver);
        return new KeyEnvelope(receiver.label(), wrapped);
    }

    /// CMAC with a session's SNwkSIntKey, derived again: the MIC of a rejoin-request of type 0 or 2 (TS001-1.1 §6.2.4.1).
    Mic servingMic(SessionParameters session, Bytes input) {
        if (session.source().keying() != Keying.AS_1_1) {
            throw new Fault(
                    Fault.Kind.INTERNAL,
                    "session keyed as 1.0 has no SNwkSIntKey: want one of 1.1");
        }
        Bytes block = Derivation.sessionKey(SessionKeyType.S_NWK_S_INT_KEY, session.source());
        return Mic.ofCmac(nwkKey(session).derive(block).cmac(input));
    }

    /// CMAC with the device's JSIntKey: the MIC of a rejoin-request of type 1 (TS001-1.1 §6.2.4.2).
    Mic joinServerMic(Bytes input) {
        RootKeyWork.Key nwkKey = current(RootKeyKind.NWK_KEY);
        return Mic.ofCmac(nwkKey.derive(Derivation.jsIntKey(device.devEui())).cmac(input));
    }

    /// CMAC with the key that the device joins with: the MIC of a join-request (TS001-1.0.4 §6.2.5, TS001-1.1 §6.2.2).
    Mic joinMic(Bytes input) {
        return Mic.ofCmac(current(device.version().joinKey()).cmac(input));
    }

    private RootKeyWork.Key current(RootKeyKind kind) {
        return switch (kind) {
            case APP_KEY -> work.key(kind, device.keys().appKey());
            case NWK_KEY -> {
                var ref = device.keys().nwkKey();
                if (ref == null) {
                    throw new Fault(
                            Fault.Kind.NOT_FOUND,
                            "device " + device.devEui() + " has no NwkKey: give it one");
                }
                yield work.key(kind, ref);
            }
        };
    }

    private RootKeyWork.Key joinKey(SessionParameters session) {
        return key(session, session.version().joinKey());
    }

    private RootKeyWork.Key nwkKey(SessionParameters session) {
        return key(session, RootKeyKind.NWK_KEY);
    }

    private RootKeyWork.Key key(SessionParameters session, RootKeyKind kind) {
        return work.key(kind, session.rootKey(kind));
    }

    private String networkLabel(Peer.Party.NetworkServer peer) {
        return device.delivery()
                .networkServerLabel()
                .or(peer::kekLabel)
                .orElseThrow(() -> missing("the network server", "to the peer or the device"));
    }

    private String applicationLabel() {
        return device.delivery()
                .applicationServerLabel()
                .orElseThrow(() ->
                        missing(
                                "the application server",
                                "to the device, or let its owner fetch the AppSKey"));
    }

    private static Fault missing(String whose, String remedy) {
        return new Fault(
                Fault.Kind.NOT_FOUND,
                "no wrapping key label for " + whose + ": give one " + remedy);
    }
}
