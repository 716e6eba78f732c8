package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import java.math.BigDecimal;
import java.math.MathContext;

/// What the options of benches may say, and how exact their figures are.
final class BenchBounds {
    private BenchBounds() {}

    /// @throws Fault `BAD_INPUT` when it is outside
    static void check(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw Fault.badInput("%s %d: want %d to %d".formatted(option, value, least, most));
        }
    }

    /// To three digits: more would say more than was measured.
    static double rounded(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(value).round(new MathContext(3)).doubleValue()
                : 0;
    }
}
