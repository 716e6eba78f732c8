package io.lapwing.platform;

import io.lapwing.joinserver.AnswerCourier;
import io.lapwing.joinserver.JoinEvents;
import io.lapwing.joinserver.JoinRoute;
import io.lapwing.joinserver.JoinServer;
import io.lapwing.service.Credentials;
import io.lapwing.service.Pem;
import io.lapwing.service.TlsMaterial;
import io.lapwing.service.http.ClientCertificates;
import io.lapwing.service.http.HttpConfig;
import io.lapwing.service.http.HttpEvents;
import io.lapwing.service.http.HttpLimits;
import io.lapwing.service.http.HttpServer;
import io.lapwing.service.http.HttpsClient;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The platform's door to networks: HTTPS with mutual TLS, behind which the Join Server answers and peers hand on alarms; and
/// beside it the port at which devices send alarms as datagrams, where the configuration names one.
final class WebDoor implements AutoCloseable {
    /// Where network and application servers post Backend Interfaces messages: peers are configured with a bare URL or
    /// with a path, and TS002 fixes none.
    static final List<String> JOIN_PATHS = List.of("/", "/lrwan");

    /// How long a peer has to take an answer that is posted to it.
    static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);

    /// What a peer says to an answer is not read further.
    private static final int ANSWER_LIMIT_BYTES = 32 * 1024;

    private final HttpServer server;
    private final AnswerCourier courier;
    private final HttpsClient client;
    private final Optional<AlarmListener> alarms;

    private WebDoor(
            HttpServer server,
            AnswerCourier courier,
            HttpsClient client,
            Optional<AlarmListener> alarms) {
        this.alarms = alarms;
        this.server = server;
        this.courier = courier;
        this.client = client;
    }

    /// Opens the door; it listens when this returns.
    ///
    /// @param more further routes behind the same TLS
    static WebDoor open(
            Platform platform, JoinEvents joinEvents, HttpEvents httpEvents, Route... more) {
        KmsPeers peers = new KmsPeers(platform.kms());
        TlsMaterial tls = tls(platform, peers);
        HttpsClient client = new HttpsClient(tls, ANSWER_TIMEOUT, ANSWER_LIMIT_BYTES);
        JoinServer joinServer = platform.joinServer(joinEvents);
        AnswerCourier courier =
                new AnswerCourier(
                        joinServer,
                        platform.joinDevices(),
                        joinEvents,
                        (target, answer) ->
                                client.post(target, Response.JSON, Map.of(), answer).status());
        JoinRoute joins = new JoinRoute(joinServer, peers, courier);
        List<Route> routes = new ArrayList<>(List.of(more));
        JOIN_PATHS.forEach(path -> routes.add(joins.at(path)));
        routes.add(new AlarmRoute(platform.alarms(), peers).route());
        HttpServer server = HttpServer.start(config(platform), tls, httpEvents, routes);
        try {
            return new WebDoor(server, courier, client, listener(platform));
        } catch (RuntimeException e) {
            server.close();
            courier.close();
            client.close();
            throw e;
        }
    }

    private static Optional<AlarmListener> listener(Platform platform) {
        return platform.config()
                .alarms()
                .listen()
                .map(address -> AlarmListener.open(address, platform.alarms()));
    }

    private static HttpConfig config(Platform platform) {
        PlatformConfig.Listen listen = platform.config().listen();
        return new HttpConfig(
                listen.address(),
                ClientCertificates.REQUIRED,
                listen.tls12(),
                HttpLimits.defaults());
    }

    /// What this server shows, and whom it trusts.
    static TlsMaterial tls(Platform platform, KmsPeers peers) {
        Credentials own =
                new ServerCertificate(platform.folder().tls(), platform.pki())
                        .current(platform.config().listen().names());
        return new TlsMaterial(
                own,
                List.of(platform.pki().authority()),
                peerAuthorities(platform),
                peers::revoked);
    }

    /// Those that the configuration names.
    static List<X509Certificate> peerAuthorities(Platform platform) {
        return platform.config().listen().peerAuthorities().stream()
                .flatMap(file -> Pem.certificates(file).stream())
                .toList();
    }

    /// The port it listens on.
    int port() {
        return server.port();
    }

    /// Where it takes alarms as datagrams, if it does.
    Optional<InetSocketAddress> alarmAddress() {
        return alarms.map(AlarmListener::address);
    }

    /// Stops taking requests, and ends when those in work are answered.
    @Override
    public void close() {
        alarms.ifPresent(AlarmListener::close);
        server.close();
        courier.close();
        client.close();
    }
}
