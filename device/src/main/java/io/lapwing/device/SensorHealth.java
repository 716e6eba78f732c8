package io.lapwing.device;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Whether a sensor can be believed: it answers, what it says can be, and it is not frozen.
final class SensorHealth {
    /// Failures in succession that are a sign: one or two are a bus that was busy.
    private static final int FAILURES_ARE_A_SIGN = 3;

    /// Readings alike to the last digit that are a sign, a minute: less than a degree's hundredth of noise may repeat itself for seconds.
    static final int ALIKE_ARE_A_SIGN = 600;

    private final SensorKind kind;
    private int failures;
    private int alike;
    private double last = Double.NaN;
    private @Nullable TamperSign sign;

    SensorHealth(SensorKind kind) {
        this.kind = kind;
    }

    /// Takes a reading.
    ///
    /// @return its value, NaN when it has none that can be
    double take(SensorReading reading) {
        return switch (reading) {
            case SensorReading.Failed(TamperKind failure, String why) -> failed(failure, why);
            case SensorReading.Value(double value) ->
                    kind.holds(value) ? said(value) : failed(TamperKind.SENSOR_LYING, lie(value));
        };
    }

    private double failed(TamperKind failure, String why) {
        failures++;
        sign = failures >= FAILURES_ARE_A_SIGN ? new TamperSign(failure, why) : null;
        return Double.NaN;
    }

    private double said(double value) {
        failures = 0;
        alike = value == last ? alike + 1 : 1;
        last = value;
        sign =
                kind.isRestless() && alike >= ALIKE_ARE_A_SIGN
                        ? new TamperSign(
                                TamperKind.SENSOR_STUCK,
                                "%s sensor said %s %s %d times alike: it is stuck"
                                        .formatted(kind.word(), value, kind.unit(), alike))
                        : null;
        return value;
    }

    private String lie(double value) {
        return String.format(
                Locale.ROOT,
                "%s sensor says %s %s: it can say %s to %s",
                kind.word(),
                value,
                kind.unit(),
                kind.least(),
                kind.most());
    }

    /// What is wrong with it, if anything.
    @Nullable TamperSign sign() {
        return sign;
    }

    /// Whether nothing was heard of it for long enough to be a sign.
    boolean isLost() {
        return failures >= FAILURES_ARE_A_SIGN;
    }
}
