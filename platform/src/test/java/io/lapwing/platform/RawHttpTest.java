package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.platform.Besieged.Browser;
import io.lapwing.service.people.Grant;
import io.lapwing.service.people.Role;
import io.lapwing.service.people.Scope;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// HTTP that two programs read in two ways (RFC 9112 §11.2), headers too long, methods in disguise: one reading, or none.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RawHttpTest {
    private static final String SMUGGLED =
            "GET /assets/smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private Besieged world;
    private String token = "";

    @BeforeAll
    void open(@TempDir Path folder) {
        world = Besieged.open(folder);
        token = world.token(new Grant(Role.OPERATOR, Scope.EVERYTHING));
    }

    @AfterAll
    void close() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // RFC 9112 §6.1: length and encoding
                "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG",
                "Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\nG",
                "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: xchunked\r\nContent-Length: 4\r\n\r\n",
                "Transfer-Encoding: identity, chunked\r\nContent-Length: 4\r\n\r\n",
                "Transfer-Encoding : chunked\r\nContent-Length: 4\r\n\r\n",
                "Transfer-Encoding:\tchunked\r\nContent-Length: 4\r\n\r\n",
                "Transfer-Encoding: gzip\r\n\r\n",
                // §6.3: lengths that differ or are none
                "Content-Length: 0\r\nContent-Length: 44\r\n\r\n",
                "Content-Length: 0, 44\r\n\r\n",
                "Content-Length: +4\r\n\r\n",
                "Content-Length: -1\r\n\r\n",
                "Content-Length: 0x10\r\n\r\n",
                "Content-Length: 99999999999999999999\r\n\r\n",
                "Content-Length: 4 4\r\n\r\n",
                // §5.1, §5.2: space before the colon, a line folded
                "Content-Length : 4\r\n\r\n",
                "X-Folded: a\r\n Content-Length: 4\r\n\r\n",
                // §2.2: line feeds alone
                "X-Bare: a\nContent-Length: 4\r\n\r\n",
                // a header without a name, one without a colon, NUL and CR in one
                ": nameless\r\n\r\n",
                "no colon here\r\n\r\n",
                "X-Nul: a\u0000b\r\n\r\n",
                "X-Return: a\rb\r\n\r\n"
            })
    void refusesWhatHasTwoReadingsAndReadsNothingAfterIt(String headers) {
        try (RawHttps http = world.connect()) {
            http.write("POST /sign-in HTTP/1.1\r\nHost: localhost\r\n" + headers + SMUGGLED);
            RawHttps.Answer answer = http.receive();

            assertThat(answer.status()).as(answer.head()).isBetween(400, 499);
            assertThat(answer.header("Content-Type")).hasValue("application/problem+json");
            assertThat(http.ended()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /sign-in HTTP/1.1\r\n\r\n",
                "GET /sign-in HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
                "GET /sign-in HTTP/1.1\r\nHost:\r\n\r\n",
                "GET  /sign-in HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /sign-in\r\nHost: localhost\r\n\r\n",
                "GET /sign-in HTTP/1.1\nHost: localhost\n\n",
                "GET /sign-in HTTP/2.0\r\nHost: localhost\r\n\r\n",
                "GET /sign in HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
            })
    void refusesRequestLinesAndHostsThatAreNone(String request) {
        try (RawHttps http = world.connect()) {
            http.write(request);
            RawHttps.Answer answer = http.receive();

            assertThat(answer.status()).as(answer.head()).isBetween(400, 505);
            assertThat(answer.body()).doesNotContain("evil.example");
            assertThat(http.ended()).isTrue();
        }
    }

    @Test
    void letsNoHostHeaderIntoAnAnswer() {
        try (RawHttps http = world.connect()) {
            Map<String, String> headers =
                    Map.of(
                            "Host", "evil.example",
                            "X-Forwarded-Host", "evil.example",
                            "X-Forwarded-For", "10.9.8.7",
                            "Forwarded", "host=evil.example;for=10.9.8.7");
            for (String path : List.of("/", "/sign-in", "/api/v1/me", "/nothing")) {
                RawHttps.Answer answer = http.send("GET", path, headers, "");

                assertThat(answer.head() + answer.body()).doesNotContain("evil.example");
            }
            assertThat(http.send("GET", "/", headers, "").header("Location")).hasValue("/sign-in");
        }
    }

    @Test
    void countsGuessesByTheConnectionAndNotByWhatAHeaderSays() {
        long before = world.records();
        try (RawHttps http = world.connect(77)) {
            for (int i = 0; i < 3; i++) {
                RawHttps.Answer wrong = wrongToken(http, "10.0.0." + i);
                assertThat(wrong.status()).isEqualTo(401);
            }
            assertThat(wrongToken(http, "10.0.0.99").status()).isEqualTo(429);
        }
        assertThat(world.since(before))
                .hasSize(3)
                .allSatisfy(event ->
                        assertThat(event.details()).containsEntry("address", "127.0.0.77"));
    }

    private static RawHttps.Answer wrongToken(RawHttps http, String forwarded) {
        return http.send(
                "GET",
                "/api/v1/me",
                Map.of(
                        "Authorization", "Bearer lpw_wrong",
                        "X-Forwarded-For", forwarded,
                        "X-Real-IP", forwarded),
                "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"})
    void takesAMethodFromNowhereButTheRequestLine(String header) {
        long before = world.records();
        try (RawHttps http = world.connect()) {
            RawHttps.Answer answer =
                    http.send(
                            "GET",
                            "/api/v1/people?_method=DELETE",
                            Map.of(header, "DELETE", "Authorization", "Bearer " + token),
                            "");

            assertThat(answer.status()).isBetween(400, 403);
        }
        assertThat(world.since(before)).allMatch(event -> event.action().equals("token.use"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT", "OPTIONS", "PROPFIND", "GETS", "G\u00cbT"})
    void refusesOtherMethods(String method) {
        try (RawHttps http = world.connect()) {
            http.write(
                    method + " /sign-in HTTP/1.1\r\nHost: localhost\r\nCookie: a=secret\r\n\r\n");
            RawHttps.Answer answer = http.receive();

            assertThat(answer.status()).isIn(400, 405, 501);
            assertThat(answer.body()).doesNotContain("secret");
        }
    }

    @Test
    void refusesTooMuchBeforeReadingIt() {
        try (RawHttps headers = world.connect();
                RawHttps line = world.connect();
                RawHttps body = world.connect();
                RawHttps upload = world.connect()) {
            headers.write(
                    "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
            line.write("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            body.write(
                    "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 40000000\r\n\r\n");
            upload.write(
                    "POST /api/v1/devices/import HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n"
                            + "Authorization: Bearer "
                            + token
                            + "\r\nContent-Length: 99999999999\r\n\r\n");

            assertThat(headers.receive().status()).isBetween(400, 431);
            assertThat(line.receive().status()).isBetween(400, 431);
            assertThat(body.receive().body()).contains("body of 40000000 bytes: want at most");
            assertThat(upload.receive().body()).contains("want at most");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/devices?after=%0d%0aSet-Cookie:%20a=b",
                "/api/v1/devices/70B3%0d%0aSet-Cookie:%20a=b",
                "/api/v1/people/user:x%0d%0aSet-Cookie:%20a=b",
                "/api/v1/audit?object=%0d%0aSet-Cookie:%20a=b&limit=1",
                "/api/v1/devices?owner=%0d%0aSet-Cookie:%20a=b&limit=1",
                "/devices?q=%0d%0aSet-Cookie:%20a=b"
            })
    void writesNothingOfARequestIntoAHeader(String path) {
        try (RawHttps http = world.connect()) {
            RawHttps.Answer answer =
                    http.send("GET", path, Map.of("Authorization", "Bearer " + token), "");

            assertThat(answer.all("Set-Cookie")).isEmpty();
            assertThat(answer.status()).isLessThan(500);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/../../lapwing.toml",
                "/assets/%2e%2e/%2e%2e/lapwing.toml",
                "/assets/..%2f..%2flapwing.toml",
                "/assets/..%5c..%5clapwing.toml",
                "/assets//etc/passwd",
                "/assets/%00",
                "/api/v1/../../sign-in",
                "/%ff%fe",
                "/%zz",
                "/api/v1/devices/%c0%ae%c0%ae"
            })
    void findsNothingOnPathsThatLeadAround(String path) {
        try (RawHttps http = world.connect()) {
            RawHttps.Answer answer =
                    http.send("GET", path, Map.of("Authorization", "Bearer " + token), "");

            assertThat(answer.status()).as(path).isIn(400, 404);
        }
    }

    @Test
    void knowsOneSessionCookieAndNotTwo() {
        try (Browser anna = world.signedIn("twice", new Grant(Role.AUDITOR, Scope.EVERYTHING))) {
            String one = "__Host-session=" + anna.cookie("__Host-session");
            for (String cookies :
                    List.of(
                            one + "; __Host-session=other",
                            "__Host-session=; " + one,
                            one.replace("=", " = "),
                            one.replace("__Host-", "__host-"),
                            one + "%00",
                            "\"" + one + "\"")) {
                RawHttps.Answer answer = anna.send("GET", "/", Map.of("Cookie", cookies), "");

                assertThat(answer.status()).as(cookies).isEqualTo(303);
            }
            assertThat(anna.send("GET", "/", Map.of("Cookie", one), "").status()).isEqualTo(200);
        }
    }
}
