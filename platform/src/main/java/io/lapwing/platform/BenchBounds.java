package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What the options of benches may say, and how exact their figures are.
final class BenchBounds {
    private BenchBounds() {}

    /// @throws Fault `BAD_INPUT` when it is outside
    static void check(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw Fault.badInput("%s %d: want %d to %d".formatted(option, value, least, most));
        }
    }

    /// Where a bench makes its folder.
    static Path folder(Context context, @Nullable Path said) {
        return said == null
                ? Path.of(System.getProperty("java.io.tmpdir"))
                : context.surroundings().folder().resolve(said);
    }

    /// To three digits: more would say more than was measured.
    static double rounded(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(value).round(new MathContext(3)).doubleValue()
                : 0;
    }
}
