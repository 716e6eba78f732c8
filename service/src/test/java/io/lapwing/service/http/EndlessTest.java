package io.lapwing.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.service.http.TestBed.RawClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Streams of events and the end of a server.
class EndlessTest {
    private static Route stream(CountDownLatch ended) {
        return Route.get(
                "/events",
                Access.anyPeer(),
                _ ->
                        Response.events(out -> {
                            try {
                                out.write(": here\n\n".getBytes(StandardCharsets.UTF_8));
                                out.flush();
                                new CountDownLatch(1).await();
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt();
                            } finally {
                                ended.countDown();
                            }
                        }));
    }

    @Test
    void endsAtOnceThoughSomeoneListens() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        TestBed bed = new TestBed(ClientCertificates.REQUIRED, TestBed.LIMITS, stream(ended));
        try (RawClient client = bed.connect(bed.client("admin", "root"))) {
            String head = client.get("/events");
            long startNanos = System.nanoTime();

            bed.close();

            Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
            assertThat(head).startsWith("HTTP/1.1 200 ").contains("text/event-stream");
            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(took).isLessThan(TestBed.LIMITS.drain().dividedBy(2));
        }
    }
}
