package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.device.TamperRecording;
import io.lapwing.device.TamperRules;
import io.lapwing.device.TamperScene;
import io.lapwing.device.TamperTrial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// How soon tampers are noticed in synthetic traces, and how often a case that nobody touches is taken for one.
final class BenchDeviceTampers {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MINUTES_AN_HOUR = 60;
    private static final double SECONDS_AN_HOUR = 3600;

    private final TamperTrial trial = new TamperTrial(TamperRules.defaults());
    private final long seed;

    BenchDeviceTampers(long seed) {
        this.seed = seed;
    }

    /// A kind of tamper; delays count from its beginning.
    ///
    /// @param missed how often it was not confirmed within 20 s
    record Row(
            String tamper,
            int plays,
            int missed,
            double blockedWorstMs,
            double erasedMedianMs,
            double erasedWorstMs) {}

    /// A case that nobody touches.
    ///
    /// @param watchedHours that were simulated, out of so many days
    /// @param blockedS how long keys were blocked, in all
    /// @param falseAlarms how often they would have been erased
    record Calm(
            double watchedHours, long ofDays, int suspicions, double blockedS, int falseAlarms) {}

    /// A recording of a case that nobody touched.
    record Recorded(
            String recording, double hours, int suspicions, double blockedS, int falseAlarms) {}

    Recorded recorded(Path file) {
        TamperRecording recording;
        try {
            recording = TamperRecording.parse(Files.readAllLines(file));
        } catch (IOException e) {
            throw new Fault(Fault.Kind.NOT_FOUND, "recording " + file + " cannot be read", e);
        }
        TamperTrial.Calm calm = trial.replay(recording);
        return new Recorded(
                file.toString(),
                BenchBounds.rounded(calm.watched().toSeconds() / SECONDS_AN_HOUR),
                calm.suspicions(),
                BenchBounds.rounded(calm.blocked().toMillis() / 1e3),
                calm.falseAlarms().size());
    }

    /// Each kind, some time in a year.
    List<Row> rows(int plays) {
        return Stream.of(TamperScene.values()).map(scene -> row(scene, plays)).toList();
    }

    private Row row(TamperScene scene, int plays) {
        List<TamperTrial.Caught> caught =
                LongStream.range(0, plays).mapToObj(i -> trial.play(scene, seed + i)).toList();
        double[] blocked = millis(caught, TamperTrial.Caught::suspected);
        double[] erased = millis(caught, TamperTrial.Caught::confirmed);
        return new Row(
                scene.words(),
                plays,
                plays - erased.length,
                BenchBounds.rounded(last(blocked)),
                BenchBounds.rounded(erased.length == 0 ? 0 : BenchRate.median(erased)),
                BenchBounds.rounded(last(erased)));
    }

    private static double[] millis(
            List<TamperTrial.Caught> caught,
            Function<TamperTrial.Caught, Optional<Duration>> delay) {
        return caught.stream()
                .flatMap(one -> delay.apply(one).stream())
                .mapToDouble(one -> one.toNanos() / 1e6)
                .sorted()
                .toArray();
    }

    private static double last(double[] sorted) {
        return sorted.length == 0 ? 0 : sorted[sorted.length - 1];
    }

    /// So many minutes of each hour; with all 60, one detector watches from beginning to end.
    Calm calm(int days, int minutes) {
        Duration span = Duration.ofDays(days);
        TamperTrial.Calm calm =
                minutes == MINUTES_AN_HOUR
                        ? trial.watch(seed, span, span, span)
                        : trial.watch(seed, span, HOUR, Duration.ofMinutes(minutes));
        return new Calm(
                BenchBounds.rounded(calm.watched().toMinutes() / (double) MINUTES_AN_HOUR),
                calm.span().toDays(),
                calm.suspicions(),
                BenchBounds.rounded(calm.blocked().toMillis() / 1e3),
                calm.falseAlarms().size());
    }
}
