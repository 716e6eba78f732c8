package io.lapwing.joinserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.BackendMessage.Answer;
import io.lapwing.lorawan.BackendVersion;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.ResultCode;
import io.lapwing.service.PeerIdentity;
import io.lapwing.service.Pki;
import io.lapwing.service.TlsMaterial;
import io.lapwing.service.http.ClientCertificates;
import io.lapwing.service.http.HttpConfig;
import io.lapwing.service.http.HttpEvents;
import io.lapwing.service.http.HttpLimits;
import io.lapwing.service.http.HttpServer;
import io.lapwing.service.http.HttpsClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Join Server on HTTPS with mutual TLS, and our own client at the other end.
final class JoinRouteTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final PeerIdentity NETWORK_SERVER =
            new PeerIdentity("network-server", "acme-ns");

    private final World world = new World();
    private final BlockingQueue<Bytes> posted = new LinkedBlockingQueue<>();
    private Optional<URI> answerUrl = Optional.empty();

    private final Pki pki;
    private final HttpServer http;
    private final AnswerCourier courier;

    JoinRouteTest(@TempDir Path folder) {
        pki = Pki.openOrCreate(folder.resolve("pki"), "Test authority", InstantSource.system());
        PeerDirectory peers =
                caller ->
                        caller.identity()
                                .filter(NETWORK_SERVER::equals)
                                .map(_ -> withUrl(World.networkServer()));
        JoinServer server = world.over(peers);
        courier =
                new AnswerCourier(
                        server,
                        world.devices,
                        new World.NoEvents(),
                        (_, answer) -> {
                            posted.add(answer);
                            return 200;
                        });
        http =
                HttpServer.start(
                        new HttpConfig(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                ClientCertificates.REQUIRED,
                                false,
                                HttpLimits.defaults()),
                        new TlsMaterial(
                                pki.issueServer(List.of("localhost", "127.0.0.1")),
                                List.of(pki.authority())),
                        HttpEvents.NONE,
                        List.of(new JoinRoute(server, peers, courier).at("/")));
    }

    @AfterEach
    void stop() {
        courier.close();
        http.close();
    }

    private Peer withUrl(Peer peer) {
        return new Peer(peer.name(), true, peer.party(), peer.joinEuis(), peer.scope(), answerUrl);
    }

    private URI target() {
        return URI.create("https://localhost:" + http.port() + "/");
    }

    private HttpsClient client(PeerIdentity identity) {
        return new HttpsClient(
                new TlsMaterial(pki.issueClient(identity), List.of(pki.authority())),
                TIMEOUT,
                32 * 1024);
    }

    @Test
    void answersAJoinInTheResponse() {
        world.device(MacVersion.V1_1);
        try (HttpsClient client = client(NETWORK_SERVER)) {
            BackendClient backend = new BackendClient(client, target());

            Answer answer = backend.ask(world.joinReq(BackendVersion.V1_1, MacVersion.V1_1, 1));

            assertThat(answer.result().code()).isEqualTo(ResultCode.SUCCESS);
        }
    }

    @Test
    void postsTheAnswerToAPeerThatHasAUrl() throws InterruptedException {
        answerUrl = Optional.of(URI.create("https://ns.example/"));
        world.device(MacVersion.V1_0_4);
        Bytes body = world.codec.encode(world.joinReq(BackendVersion.V1_0, MacVersion.V1_0_4, 1));
        try (HttpsClient client = client(NETWORK_SERVER)) {
            HttpsClient.Answer now = client.post(target(), "application/json", Map.of(), body);

            assertThat(now.status()).isEqualTo(200);
            assertThat(now.body()).isEqualTo(Bytes.EMPTY);
        }
        Bytes answer = posted.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        assertThat(answer).isNotNull();
        assertThat(world.codec.answers().decode(answer).result().code())
                .isEqualTo(ResultCode.SUCCESS);
    }

    @Test
    void knowsACertificateThatIsOfNoPeerAsStranger() {
        world.device(MacVersion.V1_0_4);
        try (HttpsClient client = client(new PeerIdentity("network-server", "nosy-ns"))) {
            BackendClient backend = new BackendClient(client, target());

            Answer answer = backend.ask(world.joinReq(BackendVersion.V1_0, MacVersion.V1_0_4, 1));

            assertThat(answer.result().code()).isEqualTo(ResultCode.UNKNOWN_SENDER);
            assertThat(world.lastAudit().actor()).isEqualTo("stranger:network-server:nosy-ns");
        }
    }

    @Test
    void answers503WhenNothingCanBeRecorded() {
        world.device(MacVersion.V1_0_4);
        world.devices.breakStore(new Fault(Fault.Kind.UNAVAILABLE, "disk full"));
        try (HttpsClient client = client(NETWORK_SERVER)) {
            BackendClient backend = new BackendClient(client, target());

            assertThatThrownBy(() ->
                            backend.ask(world.joinReq(BackendVersion.V1_0, MacVersion.V1_0_4, 1)))
                    .hasMessageContaining("HTTP status 503");
        }
    }
}
