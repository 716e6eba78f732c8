package io.lapwing.platform;

import io.lapwing.joinserver.JoinEvents;
import io.lapwing.service.Metrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts and times what the Join Server answers.
final class JoinMetrics implements JoinEvents {
    private final Metrics metrics;
    private final Metrics.Counter undelivered;
    private final Map<String, Metrics.Counter> counts = new ConcurrentHashMap<>();
    private final Map<String, Metrics.Latency> latencies = new ConcurrentHashMap<>();

    private JoinMetrics(Metrics metrics) {
        this.metrics = metrics;
        undelivered =
                metrics.counter(
                        "lapwing_join_undelivered_total",
                        "Answers that a peer's URL did not take",
                        Map.of());
    }

    /// Counts for itself alone.
    static JoinMetrics start() {
        return in(new Metrics());
    }

    /// Counts among these metrics.
    static JoinMetrics in(Metrics metrics) {
        return new JoinMetrics(metrics);
    }

    @Override
    public void answered(String messageType, String code, long nanos) {
        counts.computeIfAbsent(
                        messageType + " " + code,
                        _ ->
                                metrics.counter(
                                        "lapwing_join_answers_total",
                                        "Backend Interfaces messages answered",
                                        Map.of("type", messageType, "code", code)))
                .increment();
        latencies
                .computeIfAbsent(
                        messageType,
                        type ->
                                metrics.latency(
                                        "lapwing_join_answer_seconds",
                                        "From the message read to the answer durable",
                                        Map.of("type", type)))
                .record(nanos);
    }

    @Override
    public void unreadable(String reason) {
        counts.computeIfAbsent(
                        "unreadable " + reason,
                        _ ->
                                metrics.counter(
                                        "lapwing_join_unreadable_total",
                                        "Bodies that are no message for a Join Server",
                                        Map.of("reason", reason)))
                .increment();
    }

    @Override
    public void undelivered() {
        undelivered.increment();
    }
}
