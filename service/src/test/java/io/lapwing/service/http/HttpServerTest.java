package io.lapwing.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.http.TestBed.RawClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HttpServerTest {
    private static final Route ECHO =
            Route.post("/echo", Access.anyPeer(), r -> Response.ok("text/plain", r.body()));

    private static Bytes utf8(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Route faulty(RuntimeException fault) {
        return Route.get(
                "/fault",
                Access.anyPeer(),
                _ -> {
                    throw fault;
                });
    }

    private static TestBed bed(Route... routes) throws Exception {
        return new TestBed(ClientCertificates.REQUIRED, TestBed.LIMITS, routes);
    }

    @Test
    void answersOverOneConnectionAgainAndAgain() throws Exception {
        try (TestBed bed = bed(ECHO);
                RawClient client = bed.connect(bed.client("admin", "root"))) {
            String first = client.post("/echo", "one");
            String second = client.post("/echo", "two");

            assertThat(first).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\none");
            assertThat(second).endsWith("\r\n\r\ntwo");
        }
    }

    @Test
    void sendsSecurityHeaders() throws Exception {
        try (TestBed bed = bed(ECHO);
                RawClient client = bed.connect(bed.client("admin", "root"))) {
            String answer = client.post("/echo", "one");

            assertThat(answer)
                    .contains("X-Content-Type-Options: nosniff\r\n")
                    .contains(
                            "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n")
                    .contains("Strict-Transport-Security: max-age=31536000\r\n")
                    .contains("Cache-Control: no-store\r\n")
                    .doesNotContain("Server:");
        }
    }

    @Test
    void givesPathParametersQueryHeadersAndPeer() throws Exception {
        Route route =
                Route.get(
                        "/devices/{devEui}/keys/{slot}",
                        Access.roles("admin"),
                        r ->
                                Response.text(
                                        String.join(
                                                " ",
                                                r.method(),
                                                r.path(),
                                                r.pathParameter("devEui"),
                                                r.pathParameter("slot"),
                                                r.query("q").orElse("-"),
                                                r.query("none").orElse("-"),
                                                r.header("HOST").orElse("-"),
                                                r.peer().orElseThrow().toString(),
                                                r.remote().replaceAll("[0-9]+$", "PORT"))));
        try (TestBed bed = bed(route);
                RawClient client = bed.connect(bed.client("admin", "root"))) {
            String answer = client.get("/devices/01%2F02/keys/a+b?q=x%20y");

            assertThat(answer)
                    .endsWith(
                            "GET /devices/01/02/keys/a+b 01/02 a+b x y - localhost admin:root 127.0.0.1:PORT");
        }
    }

    @Test
    void refusesABodyOverTheLimitBeforeReadingIt() throws Exception {
        try (TestBed bed = bed(ECHO);
                RawClient client = bed.connect(bed.client("admin", "root"))) {
            client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 32769\r\n\r\n");

            assertThat(client.receive()).startsWith("HTTP/1.1 413 ").contains("Connection: close");
        }
    }

    @Test
    void takesABodyAtTheLimit() throws Exception {
        try (TestBed bed = bed(ECHO);
                RawClient client = bed.connect(bed.client("admin", "root"))) {
            assertThat(client.post("/echo", "x".repeat(32768))).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void keepsARoutesOwnLimitBelowTheLongest() throws Exception {
        Route small =
                Route.post("/small", Access.anyPeer(), r -> Response.ok("a/b", r.body())).limit(10);
        try (TestBed bed = bed(ECHO, small);
                RawClient client = bed.connect(bed.client("admin", "root"))) {
            assertThat(client.post("/small", "x".repeat(11)))
                    .startsWith("HTTP/1.1 413 ")
                    .contains("body of 11 bytes: want at most 10");
        }
    }

    @Test
    void refusesChunkedBodies() throws Exception {
        try (TestBed bed = bed(ECHO);
                RawClient client = bed.connect(bed.client("admin", "root"))) {
            client.send(
                    "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n");

            assertThat(client.receive()).startsWith("HTTP/1.1 411 ");
        }
    }

    @Test
    void streamsBodiesBothWays() throws Exception {
        Route stream =
                Route.post(
                                "/stream",
                                Access.anyPeer(),
                                r ->
                                        Response.streamed(
                                                "text/plain", out -> r.stream().transferTo(out)))
                        .streamed(1 << 30);
        try (TestBed bed = bed(stream);
                HttpsClient client =
                        new HttpsClient(
                                bed.client("admin", "root"), Duration.ofSeconds(10), 3_000_000)) {
            Bytes body = Bytes.of(new byte[2_000_000]);

            var answer = client.post(uri(bed, "/stream"), "text/plain", Map.of(), body);

            assertThat(answer).isEqualTo(new HttpsClient.Answer(200, body));
        }
    }

    @Test
    void cutsAStreamThatFails() throws Exception {
        Route failing =
                Route.get(
                        "/failing",
                        Access.anyPeer(),
                        _ ->
                                Response.streamed(
                                        "text/plain",
                                        out -> {
                                            out.write(new byte[10_000]);
                                            throw new Fault(Fault.Kind.UNAVAILABLE, "store away");
                                        }));
        try (TestBed bed = bed(failing);
                HttpsClient client =
                        new HttpsClient(
                                bed.client("admin", "root"), Duration.ofSeconds(10), 100_000)) {
            URI target = uri(bed, "/failing");

            assertThatThrownBy(() -> client.get(target)).isInstanceOf(Fault.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.Kind.class)
    void answersFaultsAsProblems(Fault.Kind kind) throws Exception {
        try (TestBed bed = bed(faulty(new Fault(kind, "a message: want a remedy")));
                RawClient client = bed.connect(bed.client("admin", "root"))) {
            String answer = client.get("/fault");

            int status = Problem.status(kind);
            assertThat(answer)
                    .startsWith("HTTP/1.1 " + status + " ")
                    .contains("Content-Type: application/problem+json")
                    .contains("\"type\":\"about:blank\"")
                    .contains("\"status\":" + status);
            if (status == 500) {
                assertThat(answer)
                        .doesNotContain("remedy")
                        .containsPattern("\"id\":\"[0-9a-f]{16}\"");
            } else {
                assertThat(answer).contains("\"detail\":\"a message: want a remedy\"");
            }
            assertThat(answer.contains("Retry-After: 1")).isEqualTo(status == 503 || status == 429);
        }
    }

    @Test
    void tellsNothingOfAnUnexpectedException() throws Exception {
        try (TestBed bed = bed(faulty(new IllegalStateException("inner thoughts")));
                RawClient client = bed.connect(bed.client("admin", "root"))) {
            String answer = client.get("/fault");

            assertThat(answer)
                    .startsWith("HTTP/1.1 500 ")
                    .doesNotContain("inner")
                    .contains("\"id\"");
        }
    }

    @Test
    void answersUnknownPathsAndMethodsAsProblems() throws Exception {
        try (TestBed bed = bed(ECHO);
                RawClient client = bed.connect(bed.client("admin", "root"))) {
            assertThat(client.get("/nothing")).startsWith("HTTP/1.1 404 ").contains("problem+json");
            assertThat(client.get("/echo"))
                    .startsWith("HTTP/1.1 405 ")
                    .contains("Allow: POST")
                    .contains("problem+json");
        }
    }

    @Test
    void answersWhatIsNotHttpAsAProblem() throws Exception {
        try (TestBed bed = bed(ECHO);
                RawClient client = bed.connect(bed.client("admin", "root"))) {
            client.send("POST /echo HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n");

            assertThat(client.receive()).startsWith("HTTP/1.1 400 ").contains("problem+json");
        }
    }

    @Test
    void refusesHeadersOverTheLimit() throws Exception {
        try (TestBed bed = bed(ECHO);
                RawClient client = bed.connect(bed.client("admin", "root"))) {
            client.send(
                    "GET /echo HTTP/1.1\r\nHost: localhost\r\nX: "
                            + "x".repeat(17_000)
                            + "\r\n\r\n");

            assertThat(client.receive()).startsWith("HTTP/1.1 4").contains("problem+json");
        }
    }

    @Test
    void cutsASlowRequestOffThoughOctetsKeepComing() throws Exception {
        HttpLimits limits = TestBed.limits(8, Duration.ofSeconds(5), Duration.ofMillis(300));
        try (TestBed bed = new TestBed(ClientCertificates.REQUIRED, limits, ECHO);
                RawClient client = bed.connect(bed.client("admin", "root"))) {
            client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nx");

            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void cutsAnIdleConnectionOff() throws Exception {
        HttpLimits limits = TestBed.limits(8, Duration.ofMillis(300), Duration.ofSeconds(5));
        try (TestBed bed = new TestBed(ClientCertificates.REQUIRED, limits, ECHO);
                RawClient client = bed.connect(bed.client("admin", "root"))) {
            client.post("/echo", "x");

            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void cutsASilentHandshakeOff() throws Exception {
        HttpLimits limits = TestBed.limits(8, Duration.ofSeconds(5), Duration.ofMillis(300));
        try (TestBed bed = new TestBed(ClientCertificates.REQUIRED, limits, ECHO);
                java.net.Socket silent = new java.net.Socket()) {
            silent.connect(bed.address(), TestBed.TIMEOUT_MS);
            silent.setSoTimeout(TestBed.TIMEOUT_MS);

            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void answersOverloadPolitelyAndRecovers() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        HttpLimits limits = TestBed.limits(1, Duration.ofSeconds(5), Duration.ofSeconds(5));
        try (TestBed bed =
                        new TestBed(
                                ClientCertificates.REQUIRED, limits, ECHO, slow(entered, leave));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                RawClient slow = bed.connect(bed.client("admin", "root"));
                RawClient other = bed.connect(bed.client("admin", "root"))) {
            Future<String> held = threads.submit(() -> slow.get("/slow"));
            assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();

            String refused = other.get("/slow");
            leave.countDown();
            String finished = held.get(10, TimeUnit.SECONDS);

            assertThat(refused)
                    .startsWith("HTTP/1.1 503 ")
                    .contains("Retry-After: 1")
                    .contains("problem+json");
            assertThat(finished).startsWith("HTTP/1.1 200 ");
            assertThat(slow.post("/echo", "again")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void finishesRequestsInWorkWhenItStops() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        try (TestBed bed = bed(slow(entered, leave));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                RawClient client = bed.connect(bed.client("admin", "root"))) {
            Future<String> held = threads.submit(() -> client.get("/slow"));
            assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();

            Future<?> stopped = threads.submit(bed::close);
            assertThat(refusesConnections(bed)).isTrue();
            leave.countDown();

            assertThat(held.get(10, TimeUnit.SECONDS)).startsWith("HTTP/1.1 200 ");
            stopped.get(10, TimeUnit.SECONDS);
        }
    }

    private static boolean refusesConnections(TestBed bed) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (System.nanoTime() < end) {
            try (java.net.Socket socket = new java.net.Socket()) {
                socket.connect(bed.address(), TestBed.TIMEOUT_MS);
            } catch (java.io.IOException _) {
                return true;
            }
        }
        return false;
    }

    private static Route slow(CountDownLatch entered, CountDownLatch leave) {
        return Route.get(
                "/slow",
                Access.anyPeer(),
                _ -> {
                    entered.countDown();
                    await(leave);
                    return Response.empty(200);
                });
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void servesTheLeanClient() throws Exception {
        try (TestBed bed = bed(ECHO);
                LoadConnection load =
                        new LoadConnection(
                                io.lapwing.service.TlsContexts.of(bed.client("admin", "bench")),
                                bed.address(),
                                "/echo",
                                TestBed.TIMEOUT_MS)) {
            int status = load.post("one".getBytes(StandardCharsets.UTF_8));
            byte[] first = load.answer();
            load.post("another".getBytes(StandardCharsets.UTF_8));

            assertThat(status).isEqualTo(200);
            assertThat(first).asString().isEqualTo("one");
            assertThat(load.answer()).asString().isEqualTo("another");
        }
    }

    @Test
    void clientRefusesPlainHttpLongAnswersAndSilence() throws Exception {
        try (TestBed bed = bed(ECHO);
                HttpsClient client =
                        new HttpsClient(bed.client("admin", "root"), Duration.ofSeconds(10), 4)) {
            URI plain = URI.create("http://localhost:1/");
            URI target = uri(bed, "/echo");

            assertThatThrownBy(() -> client.get(plain)).hasMessageContaining("https://");
            assertThatThrownBy(() -> client.post(target, "a/b", Map.of(), utf8("12345")))
                    .hasMessageContaining("over 4 bytes");
            assertThat(client.post(target, "a/b", Map.of(), utf8("1234")).body())
                    .isEqualTo(utf8("1234"));
        }
    }

    private static URI uri(TestBed bed, String path) {
        return URI.create("https://localhost:" + bed.server.port() + path);
    }
}
