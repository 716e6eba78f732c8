package io.lapwing.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final Metrics metrics = new Metrics();

    @Test
    void showsCountersAndGaugesAsPrometheusReadsThem() {
        Metrics.Counter counter =
                metrics.counter(
                        "joins_total", "Joins answered", Map.of("result", "a\"b", "kind", "x"));
        counter.increment();
        counter.increment();
        counter.increment();
        metrics.gauge("queue_length", "Waiting", Map.of(), () -> 1.5);

        assertThat(metrics.text())
                .isEqualTo(
                        """
                        # HELP joins_total Joins answered
                        # TYPE joins_total counter
                        joins_total{kind="x",result="a\\"b"} 3
                        # HELP queue_length Waiting
                        # TYPE queue_length gauge
                        queue_length 1.5
                        """);
    }

    @Test
    void countsLatenciesInBuckets() {
        Metrics.Latency latency = metrics.latency("join_seconds", "Joins", Map.of());
        for (int i = 0; i < 99; i++) {
            latency.record(1_000_000);
        }
        latency.record(60_000_000_000L);

        assertThat(latency.count()).isEqualTo(100);
        assertThat(metrics.text())
                .contains("join_seconds_bucket{le=\"0.000800\"} 0\n")
                .contains("join_seconds_bucket{le=\"0.001600\"} 99\n")
                .contains("join_seconds_bucket{le=\"+Inf\"} 100\n")
                .contains("join_seconds_sum 60.099\n")
                .contains("join_seconds_count 100\n");
    }

    @Test
    void givesTheSameCounterForTheSameName() {
        assertThat(metrics.counter("a_total", "A", Map.of()))
                .isSameAs(metrics.counter("a_total", "A", Map.of()));
    }

    @Test
    void refusesSeriesWithoutBound() {
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i <= Metrics.SERIES_LIMIT; i++) {
                                metrics.counter("a_total", "A", Map.of("n", "" + i)).increment();
                            }
                        })
                .hasMessageContaining("over 2000 metric series");
    }

    @Test
    void isReadyWhenAllPartsAre() {
        Health health =
                new Health(
                        List.of(
                                new Health.Check("vault", Optional::empty),
                                new Health.Check("store", () -> Optional.of("no space")),
                                new Health.Check(
                                        "audit",
                                        () -> {
                                            throw new IllegalStateException("inner");
                                        })));

        assertThat(health.look())
                .isEqualTo(
                        new Health.Report(
                                false,
                                List.of(
                                        new Health.Part("vault", true, Optional.empty()),
                                        new Health.Part("store", false, Optional.of("no space")),
                                        new Health.Part(
                                                "audit",
                                                false,
                                                Optional.of(
                                                        "does not answer: IllegalStateException")))));
    }
}
