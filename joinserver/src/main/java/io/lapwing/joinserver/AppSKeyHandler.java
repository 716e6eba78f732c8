package io.lapwing.joinserver;

import io.lapwing.crypto.Fault;
import io.lapwing.joinserver.Peer.Party;
import io.lapwing.joinserver.Refusal.Reason;
import io.lapwing.lorawan.BackendMessage.AppSKeyAns;
import io.lapwing.lorawan.BackendMessage.AppSKeyGrant;
import io.lapwing.lorawan.BackendMessage.AppSKeyReq;
import io.lapwing.lorawan.BackendResult;
import io.lapwing.lorawan.KeyEnvelope;
import io.lapwing.lorawan.SessionParameters;
import java.util.Optional;
import java.util.TreeMap;

/// Answers AppSKeyReq (TS002-1.1 §8, step 7): the application server of the device's owner gets the AppSKey of a session
/// that is remembered, derived again and wrapped for it alone.
///
/// A device that may no longer join still has its data read: the sessions it had are its owner's. Of one that is compromised no key is
/// used any more, nor this one given.
final class AppSKeyHandler {
    private final JoinDevices devices;
    private final Gate gate;
    private final Trail trail;

    AppSKeyHandler(JoinDevices devices, Gate gate, Trail trail) {
        this.devices = devices;
        this.gate = gate;
        this.trail = trail;
    }

    Outcome handle(Peer peer, Party.ApplicationServer server, AppSKeyReq request) {
        Optional<JoinDevice> found = devices.find(request.devEui());
        if (found.isEmpty()) {
            return Outcome.Refused.of(Reason.UNKNOWN_DEVICE, "no device " + request.devEui());
        }
        JoinDevice device = found.get();
        Optional<Refusal> barred = gate.maySpeakOf(peer, device);
        if (barred.isPresent() || !isOwners(device, request)) {
            return Outcome.Refused.of(
                    Reason.NOT_OWNER, "the device's data is not of this application server");
        }
        return device.state()
                .session(request.sessionKeyId())
                .map(session -> deliver(peer, server, request, device, session))
                .orElseGet(() ->
                        Outcome.Refused.of(
                                Reason.UNKNOWN_SESSION,
                                "the SessionKeyID is of no session that is remembered"));
    }

    private static boolean isOwners(JoinDevice device, AppSKeyReq request) {
        return device.delivery()
                .applicationServer()
                .filter(request.header().sender().text()::equals)
                .isPresent();
    }

    private Outcome deliver(
            Peer peer,
            Party.ApplicationServer server,
            AppSKeyReq request,
            JoinDevice device,
            SessionParameters session) {
        String label =
                device.delivery()
                        .applicationServerLabel()
                        .or(server::kekLabel)
                        .orElseThrow(() ->
                                new Fault(
                                        Fault.Kind.NOT_FOUND,
                                        "no wrapping key label for the application server: give"
                                                + " one to the device or the peer"));
        KeyEnvelope appSKey =
                devices.withKeys(
                        device, work -> new SessionMaker(work, device).appSKey(session, label));
        TreeMap<String, String> facts = new TreeMap<>();
        facts.put("sessionKeyId", session.id().toString());
        return new Outcome.Delivered(
                new AppSKeyAns(
                        request.header().answer(),
                        BackendResult.SUCCESS,
                        new AppSKeyGrant(device.devEui(), session.id(), appSKey)),
                trail.delivered(peer, request, facts));
    }
}
