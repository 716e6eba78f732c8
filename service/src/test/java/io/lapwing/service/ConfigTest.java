package io.lapwing.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
    enum StoreKind {
        EMBEDDED,
        POSTGRES
    }

    record Server(InetSocketAddress listen, Duration idleTimeout, int maxConnections) {
        Server {
            if (maxConnections < 1) {
                throw Fault.badInput("max-connections " + maxConnections + ": want 1 or more");
            }
        }

        static Server defaults() {
            return new Server(
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 8443),
                    Duration.ofMinutes(2),
                    64);
        }
    }

    record Peer(String name, URI url, Optional<SecretReference> token) {}

    record Sample(
            Server server,
            StoreKind store,
            Path data,
            Optional<String> note,
            List<Peer> peers,
            Map<String, Integer> weights,
            boolean verbose,
            long quota) {}

    private static final String GOOD =
            """
            store = "postgres"
            data = "/var/lib/lapwing"
            verbose = true
            quota = 10_000_000_000
            [server]
            listen = "[::1]:9443"
            idle-timeout = "30s"
            [[peers]]
            name = "acme"
            url = "https://ns.example/"
            token = "env:ACME"
            [weights]
            """;

    @TempDir Path folder;

    @Test
    void readsAFileIntoRecordsWithDefaultsForAbsentKeys() throws Exception {
        Path file = Files.writeString(folder.resolve("lapwing.toml"), GOOD);

        Sample read = Config.load(file, Sample.class);

        assertThat(read.server())
                .isEqualTo(
                        new Server(
                                new InetSocketAddress(InetAddress.ofLiteral("::1"), 9443),
                                Duration.ofSeconds(30),
                                64));
        assertThat(read.store()).isEqualTo(StoreKind.POSTGRES);
        assertThat(read.note()).isEmpty();
        assertThat(read.peers())
                .containsExactly(
                        new Peer(
                                "acme",
                                URI.create("https://ns.example/"),
                                Optional.of(new SecretReference.InEnvironment("ACME"))));
        assertThat(read.quota()).isEqualTo(10_000_000_000L);
    }

    @Test
    void reportsAllProblemsAtOnceAndNoValueOfASecret() {
        String bad =
                """
                store = "postgers"
                data = 5
                verbos = true
                quota = "many"
                [server]
                listen = "nowhere"
                idle-timout = "30s"
                max-connections = 0
                [[peers]]
                name = "acme"
                token = "00112233445566778899AABBCCDDEEFF"
                """;

        assertThatThrownBy(() -> Config.parse("lapwing.toml", bad, Sample.class))
                .isInstanceOf(Fault.class)
                .hasMessage(
                        """
                        lapwing.toml:
                          verbos: unknown key, did you mean verbose?
                          server.idle-timout: unknown key, did you mean idle-timeout?
                          server.listen: want host:port, port 0 to 65535
                          store: postgers, did you mean postgres?
                          data: want a text
                          peers[0].url: missing: want a text
                          peers[0].token: no reference to a secret: want file:/path or env:NAME
                          weights: missing: want a table
                          verbose: missing: want true or false
                          quota: want a whole number\
                        """);
    }

    @Test
    void keepsARecordsOwnRefusalAfterItsPath() {
        String bad = GOOD.replace("idle-timeout = \"30s\"", "max-connections = 0");

        assertThatThrownBy(() -> Config.parse("x", bad, Sample.class))
                .hasMessage("x:\n  server: max-connections 0: want 1 or more");
    }

    @Test
    void refusesWhatIsNotTomlAndKeysTwice() {
        assertThatThrownBy(() -> Config.parse("x", "a = \nb", Sample.class))
                .hasMessageContaining("line 1: not TOML 1.0");
        assertThatThrownBy(() -> Config.parse("x", "quota = 1\nquota = 2", Sample.class))
                .hasMessageContaining("a key twice");
    }

    @Test
    void readsASecretFromAFileOfItsOwnerAlone() throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "hush\n");
        SecretReference reference = SecretReference.parse("file:" + file);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> reference.read(Map.of())).hasMessageContaining("want mode 0600");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertThat(text(reference.read(Map.of()))).isEqualTo("hush");
    }

    @Test
    void readsASecretFromTheEnvironment() {
        SecretReference reference = SecretReference.parse("env:TOKEN");

        assertThat(text(reference.read(Map.of("TOKEN", "hush")))).isEqualTo("hush");
        assertThatThrownBy(() -> reference.read(Map.of()))
                .hasMessage("env:TOKEN is not set: want the secret there");
    }

    private static String text(Secret secret) {
        try (secret) {
            return new String(
                    secret.segment().toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
        }
    }
}
