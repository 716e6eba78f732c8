package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.kms.Device;
import io.lapwing.lorawan.BackendVersion;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.service.Credentials;
import io.lapwing.service.PeerIdentity;
import io.lapwing.service.Pki;
import io.lapwing.service.TlsContexts;
import io.lapwing.service.TlsMaterial;
import io.lapwing.service.http.HttpsClient;
import io.lapwing.service.http.LoadConnection;
import io.lapwing.service.http.Response;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is not as it should be is answered in the protocol's own form, and leaves nothing but one audit record.
class BadInputOverHttpsTest {
    private static final int TOO_LONG_BYTES = 40 * 1024;
    private static final int TIMEOUT_MS = 10_000;

    @TempDir static Path folder;

    private static RunningPlatform running;
    private static Players players;
    private static TestDevice device;

    @BeforeAll
    static void open() {
        running = RunningPlatform.open(folder);
        players = Players.enter(running);
        device = TestDevice.of(1, MacVersion.V1_0_4).enteredIn(running);
    }

    @AfterAll
    static void close() {
        players.close();
        running.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "no JSON | { | { { | 400 | MalformedRequest",
                "field twice | \"RxDelay\":5 | \"RxDelay\":5,\"RxDelay\":6 | 200 | MalformedMessage",
                "unknown field | \"RxDelay\":5 | \"RxDelay\":5,\"Extra\":1 | 200 | MalformedMessage",
                "text for a number | \"RxDelay\":5 | \"RxDelay\":\"5\" | 200 | MalformedMessage",
                "number for text | \"DevAddr\":\"2601147D\" | \"DevAddr\":2601147 | 200 | MalformedMessage",
                "short DevEUI | \"DevEUI\":\"70B3 | \"DevEUI\":\"70 | 200 | MalformedMessage",
                "protocol 2.0 | \"ProtocolVersion\":\"1.1\" | \"ProtocolVersion\":\"2.0\" | 200 | InvalidProtocolVersion",
                "frame too short | \"PHYPayload\":\"00 | \"PHYPayload\":\" | 200 | FrameSizeError",
                "frame of data | \"PHYPayload\":\"00 | \"PHYPayload\":\"40 | 200 | MalformedMessage",
                "frame of another device | \"DevEUI\":\"70B3D57ED0001001 | \"DevEUI\":\"70B3D57ED0001002 | 200 | MalformedMessage",
                "foreign NetID | \"SenderID\":\"000013\" | \"SenderID\":\"000014\" | 200 | UnknownSender",
                "receiver that is no JoinEUI | \"ReceiverID\":\"70B3D57ED0000000\" | \"ReceiverID\":\"elsewhere\" | 200 | UnkownReceiver",
                "1.1 for a 1.0.4 device | \"MACVersion\":\"1.0.4\" | \"MACVersion\":\"1.1\" | 200 | StaleDeviceProfile",
            })
    void refusesInTheProtocolsOwnForm(
            String name, String part, String wrong, int status, String code) {
        String good = good();
        assertThat(good).contains(part);
        Device before = stored();
        long records = running.auditSize();

        HttpsClient.Answer answer = post(players.networkHttp(), good.replace(part, wrong));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(text(answer)).contains("\"ResultCode\":\"" + code + "\"");
        assertThat(running.auditSize()).isEqualTo(records + 1);
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void refusesAForgedMicAndKeepsTheNonce() {
        String good = good();
        int end = good.indexOf('"', good.indexOf("\"PHYPayload\":\"") + 14);
        String forged = good.substring(0, end - 8) + "00000000" + good.substring(end);
        Device before = stored();

        HttpsClient.Answer answer = post(players.networkHttp(), forged);

        assertThat(text(answer)).contains("\"ResultCode\":\"MICFailed\"");
        assertThat(stored()).isEqualTo(before);
    }

    /// By a client that sends all before it reads, as the answer comes first.
    @Test
    void refusesTooLongABodyUnread() throws IOException {
        Credentials own = running.platform().pki().issueClient(Players.NS_IDENTITY);
        TlsMaterial tls = new TlsMaterial(own, List.of(running.platform().pki().authority()));
        long records = running.auditSize();

        try (LoadConnection client =
                new LoadConnection(
                        TlsContexts.of(tls),
                        new InetSocketAddress("localhost", running.url().getPort()),
                        "/",
                        TIMEOUT_MS)) {
            assertThat(client.post(new byte[TOO_LONG_BYTES])).isEqualTo(413);
        }

        assertThat(running.auditSize()).isEqualTo(records);
    }

    @Test
    void knowsNoStrangerWithACertificateOfTheAuthority() {
        Credentials stranger =
                running.platform().pki().issueClient(new PeerIdentity("network-server", "nobody"));

        try (HttpsClient http = running.client(stranger)) {
            HttpsClient.Answer answer = post(http, good());

            assertThat(text(answer)).contains("\"ResultCode\":\"UnknownSender\"");
        }
    }

    @Test
    void letsNobodyInWithACertificateOfAnotherAuthority(@TempDir Path elsewhere) {
        Pki other = Pki.openOrCreate(elsewhere.resolve("tls"), "Other", InstantSource.system());

        assertNotLetIn(other.issueClient(Players.NS_IDENTITY));
    }

    @Test
    void letsNobodyInWithACertificateThatHasEnded() {
        Instant longAgo = Instant.now().minus(Duration.ofDays(500));
        Pki then = Pki.openOrCreate(folder.resolve("tls"), "", InstantSource.fixed(longAgo));

        assertNotLetIn(then.issueClient(Players.NS_IDENTITY));
    }

    private static void assertNotLetIn(Credentials credentials) {
        long records = running.auditSize();
        try (HttpsClient http = running.client(credentials)) {
            assertThatThrownBy(() -> post(http, good())).isInstanceOf(Fault.class);
        }
        assertThat(running.auditSize()).isEqualTo(records);
    }

    private static String good() {
        Bytes message =
                players.network()
                        .encode(
                                Players.joinReq(
                                        BackendVersion.V1_1,
                                        device,
                                        device.device().joinRequest()));
        return new String(message.toArray(), StandardCharsets.UTF_8);
    }

    private static HttpsClient.Answer post(HttpsClient http, String body) {
        return http.post(
                running.url(),
                Response.JSON,
                Map.of(),
                Bytes.of(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(HttpsClient.Answer answer) {
        return new String(answer.body().toArray(), StandardCharsets.UTF_8);
    }

    private static Device stored() {
        return running.platform().kms().devices().find(device.devEui()).orElseThrow();
    }
}
