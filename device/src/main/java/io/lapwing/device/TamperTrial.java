package io.lapwing.device;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Puts a detector to synthetic traces: how long it takes to notice a tamper, and how often it is wrong.
public final class TamperTrial {
    /// How long a case stands before it is tampered with.
    private static final long BEFORE_MS = 60_000;

    /// What is not caught within it is missed.
    private static final long AFTER_MS = 20_000;

    private static final long YEAR_MS = 31_557_600_000L;

    private final TamperRules rules;

    public TamperTrial(TamperRules rules) {
        this.rules = rules;
    }

    /// How a tamper was caught. Delays count from its beginning, which falls anywhere between two readings.
    ///
    /// @param suspected until keys were blocked, if they were
    /// @param confirmed until keys were erased, if they were
    /// @param sign what confirmed it
    public record Caught(
            TamperScene scene,
            Optional<Duration> suspected,
            Optional<Duration> confirmed,
            Optional<TamperSign> sign) {}

    /// What a detector said of a case that nobody touched.
    ///
    /// @param watched the time that was simulated at ten readings a second
    /// @param span the time out of which it was taken
    /// @param suspicions how often keys were blocked
    /// @param blocked how long they were, in all
    /// @param falseAlarms what was confirmed, and would have erased the keys
    public record Calm(
            Duration watched,
            Duration span,
            int suspicions,
            Duration blocked,
            List<TamperSign> falseAlarms) {
        public Calm {
            falseAlarms = List.copyOf(falseAlarms);
        }
    }

    /// A moment of a trace.
    ///
    /// @param timeMs since the tamper began; before it, negative
    public record Moment(double timeMs, SensorReadings readings, TamperVerdict verdict) {}

    /// Plays a tamper, some time in a year.
    public Caught play(TamperScene scene, long seed) {
        Optional<Duration> suspected = Optional.empty();
        for (Moment moment : trace(scene, seed)) {
            if (moment.timeMs() < 0) {
                continue;
            }
            Duration delay = Duration.ofNanos(Math.round(moment.timeMs() * 1e6));
            switch (moment.verdict()) {
                case TamperVerdict.Quiet _ -> {}
                case TamperVerdict.Potential _ ->
                        suspected = suspected.or(() -> Optional.of(delay));
                case TamperVerdict.Confirmed(TamperSign sign) -> {
                    return new Caught(
                            scene,
                            suspected.or(() -> Optional.of(delay)),
                            Optional.of(delay),
                            Optional.of(sign));
                }
            }
        }
        return new Caught(scene, suspected, Optional.empty(), Optional.empty());
    }

    /// The readings of a minute before a tamper and of 20 s after it began, and what the detector said at each: for pictures.
    public List<Moment> trace(TamperScene scene, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(~seed);
        long startMs = random.nextLong(YEAR_MS);
        double fromMs = startMs + BEFORE_MS + TamperDetector.PERIOD_MS * random.nextDouble();
        TamperTrace trace = TamperTrace.of(scene, seed, fromMs);
        TamperDetector detector = new TamperDetector(rules);
        List<Moment> moments = new ArrayList<>();
        for (long ms = startMs; ms < fromMs + AFTER_MS; ms += TamperDetector.PERIOD_MS) {
            SensorReadings readings = trace.at(ms);
            moments.add(new Moment(ms - fromMs, readings, detector.take(readings, ms)));
        }
        return moments;
    }

    /// Watches an untouched case: of each `every` of a span a `window`, somewhere in it, with a fresh detector. With a window as long as
    /// `every` that is all of it; a year in windows of a minute an hour takes seconds, all of it minutes.
    public Calm watch(long seed, Duration span, Duration every, Duration window) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(~seed);
        TamperTrace trace = TamperTrace.quiet(seed);
        Tally tally = new Tally();
        long spareMs = every.minus(window).toMillis();
        for (long ms = 0; ms < span.toMillis(); ms += every.toMillis()) {
            long from = ms + (spareMs > 0 ? random.nextLong(spareMs) : 0);
            watch(trace, from, from + window.toMillis(), tally);
        }
        return tally.calm(span);
    }

    private void watch(TamperTrace trace, long fromMs, long toMs, Tally tally) {
        TamperDetector detector = new TamperDetector(rules);
        tally.blocked = false;
        for (long ms = fromMs; ms < toMs; ms += TamperDetector.PERIOD_MS) {
            if (tally.hasAlarm(detector.take(trace.at(ms), ms), TamperDetector.PERIOD_MS)) {
                detector = new TamperDetector(rules);
            }
        }
    }

    /// Watches an untouched case that was recorded.
    public Calm replay(TamperRecording recording) {
        TamperDetector detector = new TamperDetector(rules);
        Tally tally = new Tally();
        long lastMs = recording.taken().getFirst().timeMs();
        for (TamperRecording.Taken taken : recording.taken()) {
            if (tally.hasAlarm(
                    detector.take(taken.readings(), taken.timeMs()), taken.timeMs() - lastMs)) {
                detector = new TamperDetector(rules);
            }
            lastMs = taken.timeMs();
        }
        return tally.calm(Duration.ofMillis(tally.watchedMs));
    }

    private static final class Tally {
        private long watchedMs;
        private int suspicions;
        private long blockedMs;
        private boolean blocked;
        private final List<TamperSign> falseAlarms = new ArrayList<>();

        /// @param passedMs since the verdict before
        boolean hasAlarm(TamperVerdict verdict, long passedMs) {
            watchedMs += passedMs;
            return switch (verdict) {
                case TamperVerdict.Quiet _ -> {
                    blocked = false;
                    yield false;
                }
                case TamperVerdict.Potential _ -> {
                    suspicions += blocked ? 0 : 1;
                    blockedMs += passedMs;
                    blocked = true;
                    yield false;
                }
                case TamperVerdict.Confirmed(TamperSign sign) -> {
                    falseAlarms.add(sign);
                    blocked = false;
                    yield true;
                }
            };
        }

        Calm calm(Duration span) {
            return new Calm(
                    Duration.ofMillis(watchedMs),
                    span,
                    suspicions,
                    Duration.ofMillis(blockedMs),
                    falseAlarms);
        }
    }
}
