package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.device.AlarmOutcome;
import io.lapwing.joinserver.Callers;
import io.lapwing.joinserver.Peer;
import io.lapwing.joinserver.PeerDirectory;
import io.lapwing.kms.Actor;
import io.lapwing.service.http.Access;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;

/// Where peers hand on alarms that reached them by LoRaWAN or otherwise: 38 octets as `application/octet-stream`, behind the door
/// to networks. The frame proves the device, whichever peer brings it; the certificate only keeps strangers away.
final class AlarmRoute {
    static final String PATH = "/alarms";

    private static final String OCTETS = "application/octet-stream";
    private static final int LIMIT_BYTES = 256;
    private static final int TAKEN = 204;
    private static final int UNSUPPORTED = 415;

    private final DeviceAlarms alarms;
    private final PeerDirectory peers;
    private final Callers callers = new Callers();

    AlarmRoute(DeviceAlarms alarms, PeerDirectory peers) {
        this.alarms = alarms;
        this.peers = peers;
    }

    Route route() {
        return Route.post(PATH, Access.anyPeer(), this::handle).limit(LIMIT_BYTES);
    }

    private Response handle(Request request) {
        Peer peer = peer(request);
        if (request.header("Content-Type").filter(OCTETS::equalsIgnoreCase).isEmpty()) {
            return Response.problem(UNSUPPORTED, "an alarm is 38 octets: want " + OCTETS);
        }
        Actor bringer = new Actor(Actor.Role.PEER, peer.name());
        return switch (alarms.take(bringer, request.body())) {
            case AlarmOutcome.Accepted _ -> Response.empty(TAKEN);
            case AlarmOutcome.Refused refused -> Response.problem(DeviceAlarms.discreet(refused));
        };
    }

    private Peer peer(Request request) {
        return request.certificate()
                .flatMap(certificate -> peers.find(callers.of(certificate)))
                .filter(Peer::enabled)
                .orElseThrow(() ->
                        new Fault(
                                Fault.Kind.FORBIDDEN,
                                "the certificate is of no peer that is enabled: enter it as one"));
    }
}
