package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.Json;
import io.lapwing.service.PeerIdentity;
import io.lapwing.service.Pki;
import io.lapwing.service.TlsContexts;
import io.lapwing.service.TlsMaterial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `lapwing up` writes to its log as JSON is one object a line, and tells nothing that somebody keeps to himself.
class ServedLogTest {
    private static final Json JSON = Json.strict().build();

    /// 128 and SIGTERM's number.
    private static final int STOPPED = 143;

    private static final Set<String> LEVELS = Set.of("DEBUG", "INFO", "WARNING", "ERROR");

    @TempDir private Path folder;
    private Path data = Path.of("");
    private ChildJava java;
    private ServedProcess served;
    private SSLContext tls;
    private int console;

    /// A line of the log; a field that is not here is refused.
    private record Line(
            String time, String level, String logger, String message, Optional<String> fault) {}

    @BeforeEach
    void serve() throws IOException {
        AdminWorld world = AdminWorld.in(folder);
        data = world.data();
        console = freePort();
        Files.writeString(
                data.resolve("lapwing.toml"),
                "[log]\nformat = \"json\"\nlevel = \"debug\"\n"
                        + "[listen]\naddress = \"127.0.0.1:0\"\n"
                        + "[console]\naddress = \"127.0.0.1:%d\"\n".formatted(console));
        java = new ChildJava(folder);
        served = ServedProcess.up(java, data);
        Pki pki = Pki.openOrCreate(data.resolve("tls"), "Lapwing main", InstantSource.system());
        tls =
                TlsContexts.of(
                        new TlsMaterial(
                                pki.issueClient(new PeerIdentity("network-server", "acme")),
                                List.of(pki.authority())));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @AfterEach
    void close() {
        served.close();
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(java.messages());
    }

    private static Line read(String line) {
        return JSON.read(Bytes.of(line.getBytes(StandardCharsets.UTF_8)), Line.class);
    }

    private List<String> secrets() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return Stream.concat(
                            Stream.of("typed-in-vain", "typed-token", AdminWorld.KEY),
                            files.filter(file -> file.toString().contains("first-run"))
                                    .filter(Files::isRegularFile)
                                    .map(ServedLogTest::text))
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What is wrong in every way, and carries secrets.
    private void bother() throws IOException {
        Map<String, String> headers =
                Map.of(
                        "Authorization", "Bearer lpw_typed-token",
                        "Content-Type", "application/json");
        try (RawHttps http = connect(served.port())) {
            RawHttps.Answer _ = http.send("POST", "/?key=typed-in-vain", headers, "{\"a\":");
            RawHttps.Answer _ = http.send("POST", "/", headers, "typed-in-vain\n{\"level\":\"x\"}");
        }
        try (RawHttps http = connect(console)) {
            RawHttps.Answer token = http.send("GET", "/api/v1/devices", headers, "");
            RawHttps.Answer session =
                    http.send("GET", "/", Map.of("Cookie", "__Host-session=typed-token"), "");
            RawHttps.Answer password =
                    http.send("POST", "/sign-in", form(), "name=anna&password=typed-in-vain");
            assertThat(List.of(token.status(), session.status(), password.status()))
                    .containsExactly(401, 303, 401);
        }
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
            plain.getOutputStream()
                    .write("GET /?typed-in-vain HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            plain.shutdownOutput();
            byte[] _ = plain.getInputStream().readAllBytes();
        }
    }

    private RawHttps connect(int port) {
        return new RawHttps(tls, InetAddress.getLoopbackAddress(), port);
    }

    private Map<String, String> form() {
        return Map.of(
                "Content-Type", "application/x-www-form-urlencoded",
                "Sec-Fetch-Site", "same-origin",
                "Origin", "https://localhost:" + console);
    }

    @Test
    void isOneJsonObjectALineWithoutASecret() throws Exception {
        List<String> secrets = secrets();
        bother();

        int code = served.stop();

        List<String> lines = lines();
        assertThat(code).isEqualTo(STOPPED);
        assertThat(lines).isNotEmpty();
        for (String line : lines) {
            assertThat(line).startsWith("{").endsWith("}");
            Line read = read(line);
            assertThat(LEVELS).contains(read.level());
            assertThat(Instant.parse(read.time())).isBeforeOrEqualTo(Instant.now());
            assertThat(read.logger()).isNotBlank();
            assertThat(read.message()).isNotBlank();
        }
        assertThat(secrets).hasSizeGreaterThan(3).doesNotContain("");
        assertThat(String.join("\n", lines)).doesNotContain(secrets.toArray(String[]::new));
    }
}
