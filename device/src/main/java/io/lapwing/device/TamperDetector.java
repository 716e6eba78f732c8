package io.lapwing.device;

import io.lapwing.crypto.Fault;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Says from readings of pressure, light and temperature whether a device is being tampered with. Pure: readings and times come in,
/// verdicts come out. It is made for ten readings of each sensor a second, and its bounds count readings.
///
/// Two stages: a sign makes a [TamperVerdict.Potential], which lasts until nothing was seen for 3 s; what repeats itself as its rule wants
/// is [TamperVerdict.Confirmed]. A sensor that fails, lies or is stuck is a sign.
///
/// Not safe for use by many threads.
public final class TamperDetector {
    /// The time between readings.
    public static final int PERIOD_MS = 100;

    /// How long nothing must be seen until a potential tamper has passed.
    static final long CALM_MS = 3000;

    /// Without readings for longer, someone keeps them away.
    static final long UNASKED_MS = 1000;

    /// After as long without readings the baselines are old, and learnt anew.
    static final long FORGOTTEN_MS = 60_000;

    /// As long without any sensor, and their lines were cut.
    static final long LOST_MS = 10_000;

    private static final TamperVerdict QUIET = new TamperVerdict.Quiet();

    private final TamperRules rules;
    private final Map<SensorKind, SensorHealth> health = new EnumMap<>(SensorKind.class);
    private Map<SensorKind, TamperWatch> watches;
    private TamperVerdict verdict = QUIET;
    private long lastMs = -1;
    private long lastSignMs;
    private long heardMs;

    public TamperDetector(TamperRules rules) {
        this.rules = rules;
        for (SensorKind kind : SensorKind.values()) {
            health.put(kind, new SensorHealth(kind));
        }
        watches = watches(rules);
    }

    private static Map<SensorKind, TamperWatch> watches(TamperRules rules) {
        Map<SensorKind, TamperWatch> watches = new EnumMap<>(SensorKind.class);
        watches.put(SensorKind.LIGHT, new TamperWatch.Light(rules));
        watches.put(SensorKind.PRESSURE, new TamperWatch.Pressure(rules));
        watches.put(SensorKind.TEMPERATURE, new TamperWatch.Temperature(rules));
        return watches;
    }

    /// Judges the next readings.
    ///
    /// @param timeMs when they were taken, by a clock that only goes forward, 0 or more
    /// @throws Fault `BAD_INPUT` when the time is not later than the last
    public TamperVerdict take(SensorReadings readings, long timeMs) {
        if (timeMs <= lastMs) {
            throw Fault.badInput(
                    "readings of " + timeMs + " ms after those of " + lastMs + ": want later ones");
        }
        if (verdict instanceof TamperVerdict.Confirmed) {
            return verdict;
        }
        List<TamperSign> signs = new ArrayList<>(0);
        long gapMs = lastMs < 0 ? PERIOD_MS : timeMs - lastMs;
        lastMs = timeMs;
        requireAsked(gapMs, timeMs, signs);
        Optional<TamperSign> confirmed = Optional.empty();
        for (Map.Entry<SensorKind, TamperWatch> watch : watches.entrySet()) {
            double value = check(watch.getKey(), readings, timeMs, signs);
            if (!Double.isNaN(value) && confirmed.isEmpty()) {
                confirmed = watch.getValue().take(value, gapMs / 1000.0, signs);
            }
        }
        verdict = judge(confirmed.or(() -> lost(timeMs)), signs, timeMs);
        return verdict;
    }

    private void requireAsked(long gapMs, long timeMs, List<TamperSign> signs) {
        if (gapMs > UNASKED_MS) {
            signs.add(
                    new TamperSign(
                            TamperKind.SENSORS_UNASKED,
                            "no readings for " + gapMs + " ms: want them every " + PERIOD_MS));
            heardMs = timeMs;
        }
        if (gapMs > FORGOTTEN_MS) {
            watches = watches(rules);
        }
    }

    private double check(
            SensorKind kind, SensorReadings readings, long timeMs, List<TamperSign> signs) {
        SensorHealth sensor = health.get(kind);
        if (sensor == null) {
            return Double.NaN;
        }
        double value = sensor.take(readings.of(kind));
        TamperSign sign = sensor.sign();
        if (sign != null) {
            signs.add(sign);
        }
        if (!sensor.isLost()) {
            heardMs = timeMs;
        }
        return value;
    }

    private Optional<TamperSign> lost(long timeMs) {
        return timeMs - heardMs >= LOST_MS
                ? Optional.of(
                        new TamperSign(
                                TamperKind.SENSORS_LOST,
                                String.format(
                                        Locale.ROOT,
                                        "no sensor answers since %d ms: want below %d",
                                        timeMs - heardMs,
                                        LOST_MS)))
                : Optional.empty();
    }

    private TamperVerdict judge(
            Optional<TamperSign> confirmed, List<TamperSign> signs, long timeMs) {
        if (confirmed.isPresent()) {
            return new TamperVerdict.Confirmed(confirmed.get());
        }
        if (!signs.isEmpty()) {
            lastSignMs = timeMs;
            return new TamperVerdict.Potential(signs);
        }
        return timeMs - lastSignMs < CALM_MS ? verdict : QUIET;
    }
}
