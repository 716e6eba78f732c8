package io.lapwing.service.http;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.Health;
import io.lapwing.service.Json;
import io.lapwing.service.Metrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What a server shows of itself: `/health` while it lives, `/ready` while all its parts work (else 503), and `/metrics`.
public final class Observation {
    private Observation() {}

    /// The three routes.
    ///
    /// @param metricsAccess who may read `/metrics`; the other two are open and tell no more than names of parts
    public static List<Route> routes(Health health, Metrics metrics, Access metricsAccess) {
        Json json = Json.strict().build();
        return List.of(
                Route.get("/health", Access.open(), _ -> Response.text("alive\n")),
                Route.get("/ready", Access.open(), _ -> ready(json, health.look())),
                Route.get("/metrics", metricsAccess, _ -> text(metrics)));
    }

    /// Counts answers and refused handshakes, and times answers by route.
    public static HttpEvents events(Metrics metrics) {
        Metrics.Counter refused =
                metrics.counter(
                        "lapwing_handshakes_refused_total", "TLS handshakes refused", Map.of());
        return new Counting(metrics, refused);
    }

    /// Finds each route's latencies once: what counts every request must cost next to nothing.
    private static final class Counting implements HttpEvents {
        private static final int CLASSES = 6;

        private final Metrics metrics;
        private final Metrics.Counter refused;
        private final Map<String, Metrics.Latency[]> byRoute = new ConcurrentHashMap<>();

        Counting(Metrics metrics, Metrics.Counter refused) {
            this.metrics = metrics;
            this.refused = refused;
        }

        @Override
        public void handshakeRefused(String remote, String why) {
            refused.increment();
        }

        @Override
        public void answered(String route, String method, int status, Duration took) {
            byRoute.computeIfAbsent(route, this::latencies)[status / 100].record(took.toNanos());
        }

        private Metrics.Latency[] latencies(String route) {
            Metrics.Latency[] latencies = new Metrics.Latency[CLASSES];
            for (int i = 0; i < CLASSES; i++) {
                latencies[i] =
                        metrics.latency(
                                "lapwing_http_answer_seconds",
                                "Requests answered",
                                Map.of("route", route, "class", i + "xx"));
            }
            return latencies;
        }
    }

    private static Response ready(Json json, Health.Report report) {
        return Response.json(report.ready() ? 200 : 503, json, report);
    }

    private static Response text(Metrics metrics) {
        return Response.ok(
                Metrics.MEDIA_TYPE, Bytes.of(metrics.text().getBytes(StandardCharsets.UTF_8)));
    }
}
