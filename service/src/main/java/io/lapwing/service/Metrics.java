package io.lapwing.service;

import io.lapwing.crypto.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Counters, gauges and latencies, shown in the Prometheus text format (version 0.0.4).
///
/// Bounded: at most [#SERIES_LIMIT] series. Names and label values are of the code's making, never of a peer's. Safe for
/// use by many threads; keep the counter that [#counter] gives instead of asking again.
public final class Metrics {
    /// How many series there may be.
    public static final int SERIES_LIMIT = 2000;

    /// The media type of [#text].
    public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    private final ConcurrentSkipListMap<String, Family> families = new ConcurrentSkipListMap<>();
    private final LongAdder series = new LongAdder();

    private record Family(String help, String type, ConcurrentSkipListMap<String, Series> series) {}

    /// One line, or one histogram, of the text.
    public sealed interface Series {}

    /// A number that only grows.
    public static final class Counter implements Series {
        private final LongAdder value = new LongAdder();

        private Counter() {}

        public void increment() {
            value.increment();
        }

        public long value() {
            return value.sum();
        }
    }

    private record Gauge(DoubleSupplier value) implements Series {}

    /// How long something took, in buckets whose bounds double from 50 µs to 26 s.
    public static final class Latency implements Series {
        private static final long FIRST_NANOS = 50_000;
        private static final int BUCKETS = 20;

        private final LongAdder[] buckets = new LongAdder[BUCKETS + 1];
        private final LongAdder sumNanos = new LongAdder();

        private Latency() {
            Arrays.setAll(buckets, _ -> new LongAdder());
        }

        public void record(long nanos) {
            int bucket = 0;
            while (bucket < BUCKETS && nanos > FIRST_NANOS << bucket) {
                bucket++;
            }
            buckets[bucket].increment();
            sumNanos.add(nanos);
        }

        /// How many were recorded.
        public long count() {
            return Arrays.stream(buckets).mapToLong(LongAdder::sum).sum();
        }
    }

    /// The counter of this name and these labels, the same one for the same arguments.
    ///
    /// @param name in snake case, ending in `_total`
    public Counter counter(String name, String help, Map<String, String> labels) {
        return (Counter) series(name, help, "counter", labels, new Counter());
    }

    /// The latencies of this name and these labels.
    ///
    /// @param name in snake case, ending in `_seconds`
    public Latency latency(String name, String help, Map<String, String> labels) {
        return (Latency) series(name, help, "histogram", labels, new Latency());
    }

    /// A number that is asked for when it is shown.
    public void gauge(String name, String help, Map<String, String> labels, DoubleSupplier value) {
        var _ = series(name, help, "gauge", labels, new Gauge(value));
    }

    private Series series(
            String name, String help, String type, Map<String, String> labels, Series made) {
        if (!NAME.matcher(name).matches()) {
            throw Fault.badInput("metric name: want snake case");
        }
        Family family =
                families.computeIfAbsent(
                        name, _ -> new Family(help, type, new ConcurrentSkipListMap<>()));
        if (!family.type().equals(type)) {
            throw Fault.badInput("metric " + name + " is a " + family.type() + " already");
        }
        Series known = family.series().putIfAbsent(labels(labels), made);
        if (known != null) {
            return known;
        }
        series.increment();
        if (series.sum() > SERIES_LIMIT) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED, "over " + SERIES_LIMIT + " metric series at " + name);
        }
        return made;
    }

    /// All of it as text.
    public String text() {
        StringBuilder text = new StringBuilder();
        families.forEach((name, family) -> {
            text.append("# HELP ").append(name).append(' ').append(family.help());
            text.append("\n# TYPE ").append(name).append(' ').append(family.type());
            text.append('\n');
            family.series()
                    .forEach((labels, one) ->
                            lines(name, labels, one)
                                    .forEach(line -> text.append(line).append('\n')));
        });
        return text.toString();
    }

    private static List<String> lines(String name, String labels, Series one) {
        return switch (one) {
            case Counter counter -> List.of(sample(name, labels, counter.value()));
            case Gauge gauge -> List.of(name + braces(labels) + " " + gauge.value().getAsDouble());
            case Latency latency -> buckets(name, labels, latency);
        };
    }

    private static List<String> buckets(String name, String labels, Latency latency) {
        List<String> lines = new ArrayList<>();
        long below = 0;
        for (int i = 0; i <= Latency.BUCKETS; i++) {
            below += latency.buckets[i].sum();
            String bound =
                    i == Latency.BUCKETS
                            ? "+Inf"
                            : String.format(Locale.ROOT, "%.6f", (Latency.FIRST_NANOS << i) / 1e9);
            String le = "le=\"" + bound + "\"";
            lines.add(sample(name + "_bucket", labels.isEmpty() ? le : labels + "," + le, below));
        }
        lines.add(name + "_sum" + braces(labels) + " " + latency.sumNanos.sum() / 1e9);
        lines.add(sample(name + "_count", labels, below));
        return lines;
    }

    private static String sample(String name, String labels, long value) {
        return name + braces(labels) + " " + value;
    }

    private static String braces(String labels) {
        return labels.isEmpty() ? "" : "{" + labels + "}";
    }

    private static String labels(Map<String, String> labels) {
        return new TreeMap<>(labels)
                .entrySet().stream()
                        .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
                        .collect(Collectors.joining(","));
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
