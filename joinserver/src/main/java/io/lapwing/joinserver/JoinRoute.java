package io.lapwing.joinserver;

import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Access;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Optional;

/// Backend Interfaces over HTTP (TS002-1.1 §23.1): one path for all messages, for every peer with a trusted certificate.
///
/// Only the certificate says who calls; an `Authorization` header is not looked at.
public final class JoinRoute {
    private static final int OK = 200;

    private final JoinServer server;
    private final PeerDirectory peers;
    private final AnswerCourier courier;
    private final Callers callers = new Callers();

    public JoinRoute(JoinServer server, PeerDirectory peers, AnswerCourier courier) {
        this.server = server;
        this.peers = peers;
        this.courier = courier;
    }

    /// The route under this path. Bodies are limited to 32 KiB ([Route#BODY_LIMIT_BYTES]).
    public Route at(String path) {
        return Route.post(path, Access.anyPeer(), this::handle);
    }

    private Response handle(Request request) {
        Caller caller = caller(request);
        Optional<Peer> peer = peers.find(caller);
        Optional<URI> target = peer.flatMap(Peer::answerUrl);
        if (peer.isPresent() && target.isPresent()) {
            courier.take(caller, peer.get(), target.get(), request.body());
            return Response.empty(OK);
        }
        JoinServer.Reply reply = server.answer(caller, request.body());
        return Response.of(reply.status(), Response.JSON, reply.body());
    }

    private Caller caller(Request request) {
        X509Certificate certificate =
                request.certificate()
                        .orElseThrow(() ->
                                new Fault(
                                        Fault.Kind.UNAUTHENTICATED,
                                        "no client certificate: show one"));
        return callers.of(certificate);
    }
}
