package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.platform.LineChart.Axis;
import io.lapwing.platform.LineChart.Line;
import io.lapwing.platform.LineChart.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The picture of `bench/trust.md`: the largest spreading factor that was measured.
final class TrustPlots {
    /// The axis ends at a multiple of this, in s.
    private static final double STEP_S = 4;

    private TrustPlots() {}

    /// Writes it into a folder.
    static void write(Path folder, BenchTrustCommand.Report report) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("trust-elapsed.svg"), elapsed(report.rows()).svg());
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "cannot write into " + folder, e);
        }
    }

    private static LineChart elapsed(List<TrustBench.Row> all) {
        int factor = all.stream().mapToInt(TrustBench.Row::spreadingFactor).max().orElseThrow();
        List<TrustBench.Row> rows =
                all.stream().filter(row -> row.spreadingFactor() == factor).toList();
        double most = rows.stream().mapToDouble(TrustBench.Row::elapsedS).max().orElse(1);
        double top = STEP_S * Math.ceil(most / STEP_S);
        return new LineChart(
                "Mean elapsed time at SF" + factor,
                "Joins and key distributions of both profiles, the longer the more frames are lost.",
                new Axis("share of frames lost", List.of(0.0, 0.1, 0.2, 0.3)),
                new Axis("s", List.of(0.0, top / 4, top / 2, 3 * top / 4, top)),
                false,
                Stream.of("lapwing", "ties-2024")
                        .flatMap(profile ->
                                Stream.of("join", "keys").map(what -> line(rows, profile, what)))
                        .toList());
    }

    private static Line line(List<TrustBench.Row> rows, String profile, String what) {
        return new Line(
                profile + ", " + what,
                profile.equals("ties-2024"),
                rows.stream()
                        .filter(row -> row.profile().equals(profile))
                        .filter(row -> row.procedure().equals(what))
                        .map(row -> new Point(row.loss(), row.elapsedS()))
                        .toList());
    }
}
