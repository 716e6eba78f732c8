package io.lapwing.lab;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What came of it.
///
/// @param java the Java machine
/// @param aes the library that the product's AES is of
/// @param secondsEach how long each was measured, after its warm-up
record PrimitivesReport(String java, String aes, int secondsEach, List<Row> primitives) {
    /// One primitive, one thread.
    ///
    /// @param errorNanos half of the interval in which the mean is at 99.9 %; 0 of a single measurement
    /// @param boundNanos of the bound, in the same run
    /// @param ratio bound to primitive: at most 1, but for noise
    record Row(
            String name,
            double nanos,
            double errorNanos,
            String bound,
            double boundNanos,
            double ratio) {}

    private static final String LINE = "%-32s %10s %8s  %-20s %10s %6s";

    /// For people.
    String table() {
        Stream<String> head =
                Stream.of(
                        java + ", " + aes + "; one thread, " + secondsEach + " s each",
                        "",
                        LINE.formatted("primitive", "ns", "± ns", "bound", "ns", "ratio"));
        return Stream.concat(head, primitives.stream().map(PrimitivesReport::line))
                .collect(Collectors.joining("\n"));
    }

    private static String line(Row row) {
        return LINE.formatted(
                row.name(),
                number(row.nanos()),
                number(row.errorNanos()),
                row.bound(),
                number(row.boundNanos()),
                String.format(Locale.ROOT, "%.2f", row.ratio()));
    }

    private static String number(double nanos) {
        return String.format(Locale.ROOT, nanos < 100 ? "%,.1f" : "%,.0f", nanos);
    }
}
