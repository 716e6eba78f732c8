package io.lapwing.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.http.TestBed.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Clients that take their time hold nothing that others need, and are closed in the end.
class SlowClientTest {
    private static final Duration SOON = Duration.ofMillis(400);
    private static final Duration LATE = Duration.ofSeconds(20);
    private static final Route ECHO =
            Route.post("/echo", Access.anyPeer(), r -> Response.ok("text/plain", r.body()));

    private static HttpLimits limits(int perAddress, Duration request, Duration stream) {
        return new HttpLimits(
                64, perAddress, 2, 16 * 1024, LATE, LATE, request, stream, SOON, LATE);
    }

    private static TestBed bed(HttpLimits limits, Route... routes) throws Exception {
        return new TestBed(ClientCertificates.REQUIRED, limits, routes);
    }

    @Test
    void servesOthersWhileMoreThanItHandlesSendTheirBodiesSlowly() throws Exception {
        try (TestBed bed = bed(limits(64, LATE, LATE), ECHO);
                Crowd slow = new Crowd(bed, 8);
                RawClient other = bed.connect(bed.client("admin", "root"))) {
            slow.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nx");

            assertThat(other.post("/echo", "quick")).startsWith("HTTP/1.1 200 ").endsWith("quick");
        }
    }

    @Test
    void servesOthersWhileMoreThanItHandlesReadTheirAnswersNever() throws Exception {
        Route endless =
                Route.get(
                        "/endless",
                        Access.anyPeer(),
                        _ ->
                                Response.streamed(
                                        "text/plain",
                                        out -> {
                                            for (int i = 0; i < 100_000; i++) {
                                                out.write(new byte[1_000]);
                                            }
                                        }));
        try (TestBed bed = bed(limits(64, LATE, LATE), ECHO, endless);
                Crowd deaf = new Crowd(bed, 8);
                RawClient other = bed.connect(bed.client("admin", "root"))) {
            deaf.send("GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n");

            assertThat(other.post("/echo", "quick")).startsWith("HTTP/1.1 200 ").endsWith("quick");
            assertThat(connectionsEndAt(bed, 1)).isTrue();
        }
    }

    @Test
    void cutsOffAHeadThatTricklesIn() throws Exception {
        try (TestBed bed = bed(limits(64, SOON, LATE), ECHO);
                RawClient slow = bed.connect(bed.client("admin", "root"))) {
            slow.send("GET /echo HTTP/1.1\r\nHost: loc");

            assertThat(slow.ended()).isTrue();
        }
    }

    @Test
    void cutsOffAStreamedBodyThatTricklesIn() throws Exception {
        Route upload =
                Route.post(
                                "/upload",
                                Access.anyPeer(),
                                r -> {
                                    try {
                                        return Response.ok(
                                                "text/plain", Bytes.of(r.stream().readAllBytes()));
                                    } catch (IOException _) {
                                        return Response.problem(400, "cut off");
                                    }
                                })
                        .streamed(1 << 20);
        try (TestBed bed = bed(limits(64, LATE, SOON), upload);
                RawClient slow = bed.connect(bed.client("admin", "root"))) {
            slow.send(
                    "POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nx");

            assertThat(connectionsEndAt(bed, 0)).isTrue();
        }
    }

    @Test
    void takesNoMoreConnectionsOfOneAddressThanTheBoundAndForgetsThoseThatEnded() throws Exception {
        try (TestBed bed = bed(limits(3, LATE, LATE), ECHO)) {
            for (int round = 0; round < 2; round++) {
                try (Crowd _ = new Crowd(bed, 3)) {
                    assertThatThrownBy(() -> bed.connect(bed.client("admin", "root")))
                            .isInstanceOf(IOException.class);
                    assertThat(bed.nextRefusal()).contains("want at most 3");
                }
                assertThat(connectionsEndAt(bed, 0)).isTrue();
            }
        }
    }

    private static boolean connectionsEndAt(TestBed bed, int wanted) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (bed.server.connections() > wanted) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    /// Several connections at once.
    private static final class Crowd implements AutoCloseable {
        private final List<RawClient> clients = new ArrayList<>();

        Crowd(TestBed bed, int count) throws IOException {
            for (int i = 0; i < count; i++) {
                clients.add(bed.connect(bed.client("admin", "root")));
            }
        }

        void send(String text) throws IOException {
            for (RawClient client : clients) {
                client.send(text);
            }
        }

        @Override
        public void close() throws IOException {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }
}
