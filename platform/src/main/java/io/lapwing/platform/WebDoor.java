package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.joinserver.JoinServer;
import io.lapwing.service.Credentials;
import io.lapwing.service.TlsMaterial;
import io.lapwing.service.http.Access;
import io.lapwing.service.http.ClientCertificates;
import io.lapwing.service.http.HttpConfig;
import io.lapwing.service.http.HttpEvents;
import io.lapwing.service.http.HttpLimits;
import io.lapwing.service.http.HttpServer;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/// The platform's door to networks: HTTPS with mutual TLS, behind which the Join Server answers.
final class WebDoor implements AutoCloseable {
    /// Where network and application servers post Backend Interfaces messages: peers are configured with a bare URL or
    /// with a path, and TS002 fixes none.
    static final List<String> JOIN_PATHS = List.of("/", "/lrwan");

    private final HttpServer server;

    private WebDoor(HttpServer server) {
        this.server = server;
    }

    /// Opens the door; it listens when this returns.
    static WebDoor open(Platform platform, JoinServer joinServer, HttpEvents events) {
        return open(platform, routes(joinServer), events);
    }

    /// The same with other routes behind the same TLS: what a bench measures against.
    static WebDoor open(Platform platform, List<Route> routes, HttpEvents events) {
        PlatformConfig.Listen listen = platform.config().listen();
        HttpConfig config =
                new HttpConfig(
                        listen.address(),
                        ClientCertificates.REQUIRED,
                        listen.tls12(),
                        HttpLimits.defaults());
        return new WebDoor(HttpServer.start(config, tls(platform), events, routes));
    }

    private static TlsMaterial tls(Platform platform) {
        Credentials own =
                new ServerCertificate(platform.folder().tls(), platform.pki())
                        .current(platform.config().listen().names());
        KmsPeers peers = new KmsPeers(platform.kms().peers());
        return new TlsMaterial(own, List.of(platform.pki().authority()), peers::revoked);
    }

    private static List<Route> routes(JoinServer joinServer) {
        List<Route> routes = new ArrayList<>();
        for (String path : JOIN_PATHS) {
            routes.add(Route.post(path, Access.anyPeer(), request -> answer(joinServer, request)));
        }
        return routes;
    }

    private static Response answer(JoinServer joinServer, Request request) {
        X509Certificate certificate =
                request.certificate()
                        .orElseThrow(() ->
                                new Fault(
                                        Fault.Kind.UNAUTHENTICATED,
                                        "no certificate: show the one that the operator issued"));
        JoinServer.Reply reply = joinServer.answer(KmsPeers.caller(certificate), request.body());
        return Response.of(reply.status(), Response.JSON, reply.body());
    }

    /// The port it listens on.
    int port() {
        return server.port();
    }

    /// Stops taking requests, and ends when those in work are answered.
    @Override
    public void close() {
        server.close();
    }
}
