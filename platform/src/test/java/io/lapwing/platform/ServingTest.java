package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.Credentials;
import io.lapwing.service.PeerIdentity;
import io.lapwing.service.TlsMaterial;
import io.lapwing.service.http.HttpsClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir Path folder;
    private AdminWorld world;
    private Platform platform;
    private Serving serving;

    @BeforeEach
    void serve() {
        world = AdminWorld.in(folder);
        platform = world.open();
        serving = Serving.over(platform);
    }

    @AfterEach
    void close() {
        serving.close();
        platform.close();
    }

    @Test
    void runsAdministratorsCommandsInsideTheRunningPlatform() {
        int created =
                world.run(
                        "device",
                        "create",
                        "70B3D57ED0000001",
                        "--join-eui",
                        AdminWorld.JOIN_EUI,
                        "--mac",
                        "1.0.4");
        int shown = world.run("device", "show", "70B3D57ED0000001", "--json");
        Map<?, ?> device = world.json();
        int sealed = world.runWith(AdminWorld.KEY, "seal");
        String jwe = world.out();
        int imported = world.runWith(jwe, "receiver", "import", "station", "line-3");
        int unknown = world.run("device", "show", "70B3D57ED00000FF");

        assertThat(created).as(world.err()).isZero();
        assertThat(shown).isZero();
        assertThat(device.get("state")).isEqualTo("provisioned");
        assertThat(platform.kms().search().count(io.lapwing.kms.Lifecycle.PROVISIONED))
                .isEqualTo(1);
        assertThat(sealed).isZero();
        assertThat(imported).as(world.err()).isZero();
        assertThat(unknown).isEqualTo(ExitCode.REFUSED.number());
        assertThat(world.err()).contains("is not known");
    }

    @Test
    void refusesARestoreWhileItRuns() {
        int backup = world.run("backup", "b");
        int restore = world.run("restore", "b", "--accept-gap", "5");
        String said = world.err();

        assertThat(backup).as(world.err()).isZero();
        assertThat(restore).isEqualTo(ExitCode.REFUSED.number());
        assertThat(said).contains("stop it first");
    }

    @Test
    void showsMetricsToMonitorsAlone() {
        String health = get("network-server", "/health");
        String ready = get("network-server", "/ready");
        String peer = get("network-server", "/metrics");
        String monitor = get("monitor", "/metrics");

        assertThat(health).startsWith("200 alive");
        assertThat(ready).startsWith("200 ").contains("vault").contains("store");
        assertThat(peer).startsWith("403 ");
        assertThat(monitor)
                .startsWith("200 ")
                .contains("lapwing_devices{state=\"active\"} 0.0")
                .contains("lapwing_http_answer_seconds_count");
    }

    @Test
    void refusesARevokedCertificateOfAMonitorOnTheNextRequest() {
        Credentials first = platform.pki().issueClient(new PeerIdentity("monitor", "grafana"));
        Credentials second = platform.pki().issueClient(new PeerIdentity("monitor", "grafana"));
        String serial = IssuedCertificates.serial(first.certificate());
        try (HttpsClient revoked = client(first);
                HttpsClient other = client(second)) {
            int before = revoked.get(url("/metrics")).status();

            int code = world.run("peer", "revoke", "monitor", "grafana", serial);

            assertThat(code).as(world.err()).isZero();
            assertThat(before).isEqualTo(200);
            assertThat(revoked.get(url("/metrics")).status()).isEqualTo(401);
            assertThat(other.get(url("/metrics")).status()).isEqualTo(200);
        }
        try (HttpsClient anew = client(first)) {
            assertThatThrownBy(() -> anew.get(url("/metrics"))).isInstanceOf(Fault.class);
        }
    }

    @Test
    void refusesACertificateWhoseFingerprintIsRevoked() throws Exception {
        Credentials acme = platform.pki().issueClient(new PeerIdentity("network-server", "acme"));
        String sha256 =
                HexFormat.of()
                        .formatHex(
                                MessageDigest.getInstance("SHA-256")
                                        .digest(acme.certificate().getEncoded()));
        try (HttpsClient client = client(acme)) {
            int before = posted(client);

            assertThat(world.run("peer", "revoke", "network-server", "acme", sha256))
                    .as(world.err())
                    .isZero();
            int after = posted(client);
            int neither = world.run("peer", "revoke", "monitor", "x", "no-serial");

            assertThat(before).isEqualTo(400);
            assertThat(after).isEqualTo(401);
            assertThat(neither).isEqualTo(ExitCode.USAGE.number());
        }
    }

    @Test
    void countsJoinsAmongTheMetrics() {
        Credentials acme = platform.pki().issueClient(new PeerIdentity("network-server", "acme"));
        try (HttpsClient client = client(acme)) {
            assertThat(posted(client)).isEqualTo(400);
        }

        assertThat(get("monitor", "/metrics")).contains("lapwing_join_unreadable_total{reason=");
    }

    /// The status of the answer to what is no message.
    private int posted(HttpsClient client) {
        return client.post(
                        url("/"),
                        "application/json",
                        Map.of(),
                        Bytes.of("{}".getBytes(StandardCharsets.UTF_8)))
                .status();
    }

    private String get(String role, String path) {
        Credentials own = platform.pki().issueClient(new PeerIdentity(role, "x"));
        try (HttpsClient client = client(own)) {
            var answer = client.get(url(path));
            return answer.status()
                    + " "
                    + new String(answer.body().toArray(), StandardCharsets.UTF_8);
        }
    }

    private HttpsClient client(Credentials own) {
        return new HttpsClient(
                new TlsMaterial(own, List.of(platform.pki().authority())), PATIENCE, 1 << 20);
    }

    private URI url(String path) {
        return URI.create("https://localhost:" + serving.port() + path);
    }
}
