package io.lapwing.device;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The rules over one quantity. Each `take` adds the signs it sees and returns the one it confirms, if any.
sealed interface TamperWatch {
    /// How many readings in succession confirm.
    int CONFIRMING = 3;

    /// Judges the next reading.
    ///
    /// @param value one that can be
    /// @param seconds since the last one
    Optional<TamperSign> take(double value, double seconds, List<TamperSign> signs);

    /// Light: an absolute bound, since a closed case is dark.
    final class Light implements TamperWatch {
        /// One bright reading may be a disturbed bus, and costs nothing but a blocked moment.
        private static final int BRIGHT_CONFIRMING = 2;

        private final TamperRules rules;
        private int bright;

        Light(TamperRules rules) {
            this.rules = rules;
        }

        @Override
        public Optional<TamperSign> take(double value, double seconds, List<TamperSign> signs) {
            bright = value >= rules.openLux() ? bright + 1 : 0;
            if (value < rules.dimLux()) {
                return Optional.empty();
            }
            TamperSign light =
                    new TamperSign(
                            TamperKind.LIGHT,
                            String.format(
                                    Locale.ROOT,
                                    "light of %.1f lx in the case: want below %.1f",
                                    value,
                                    rules.dimLux()));
            signs.add(light);
            return bright >= BRIGHT_CONFIRMING ? Optional.of(light) : Optional.empty();
        }
    }

    /// Pressure in a sealed case, against its baseline.
    final class Pressure implements TamperWatch {
        private final Median median = new Median();
        private final TamperTrack track;

        Pressure(TamperRules rules) {
            track = new TamperTrack(rules.sigmaKilopascals());
        }

        @Override
        public Optional<TamperSign> take(double value, double seconds, List<TamperSign> signs) {
            double filtered = median.take(value);
            return switch (track.take(filtered, seconds)) {
                case USUAL -> Optional.empty();
                case SUSPICIOUS -> {
                    signs.add(jumped(filtered));
                    yield Optional.empty();
                }
                case CONFIRMED -> Optional.of(jumped(filtered));
            };
        }

        private TamperSign jumped(double filtered) {
            return new TamperSign(
                    TamperKind.PRESSURE,
                    String.format(
                            Locale.ROOT,
                            "pressure of %.3f kPa, %.1f deviations off its baseline of %.3f: want below 4",
                            filtered,
                            Math.abs(track.deviations()),
                            track.level()));
        }
    }

    /// Temperature: bounds, how fast it changes, and its baseline.
    final class Temperature implements TamperWatch {
        /// The board's own load warms a case by some tenths of a degree before the baseline has learnt the trend.
        private static final double LEAST_DEVIATION_K = 0.5;

        private final TamperRules rules;
        private final Median median = new Median();
        private final TamperTrack track = new TamperTrack(LEAST_DEVIATION_K);
        private final Slope slope = new Slope();
        private int outside;
        private int fast;

        Temperature(TamperRules rules) {
            this.rules = rules;
        }

        @Override
        public Optional<TamperSign> take(double value, double seconds, List<TamperSign> signs) {
            Optional<TamperSign> bound = beyondBounds(value, signs);
            Optional<TamperSign> rate = tooFast(slope.take(value, seconds), signs);
            Optional<TamperSign> jump = jumped(median.take(value), seconds, signs);
            return rate.or(() -> bound).or(() -> jump);
        }

        private Optional<TamperSign> beyondBounds(double value, List<TamperSign> signs) {
            boolean cold = value < rules.coldestCelsius();
            if (!cold && value <= rules.hottestCelsius()) {
                outside = 0;
                return Optional.empty();
            }
            TamperSign beyond =
                    new TamperSign(
                            cold ? TamperKind.COLD : TamperKind.HEAT,
                            String.format(
                                    Locale.ROOT,
                                    "temperature of %.2f °C: want %.1f to %.1f",
                                    value,
                                    rules.coldestCelsius(),
                                    rules.hottestCelsius()));
            signs.add(beyond);
            outside++;
            return outside >= CONFIRMING ? Optional.of(beyond) : Optional.empty();
        }

        private Optional<TamperSign> tooFast(double rate, List<TamperSign> signs) {
            boolean beyond = Math.abs(rate) > rules.kelvinPerSecond();
            if (!beyond) {
                fast = 0;
            } else if (rate > 0) {
                fast = Math.max(fast, 0) + 1;
            } else {
                fast = Math.min(fast, 0) - 1;
            }
            if (Math.abs(rate) <= rules.kelvinPerSecond() / 2) {
                return Optional.empty();
            }
            TamperSign forced =
                    new TamperSign(
                            rate > 0 ? TamperKind.HEATING : TamperKind.COOLING,
                            String.format(
                                    Locale.ROOT,
                                    "temperature changes by %.2f K/s: want within %.1f",
                                    rate,
                                    rules.kelvinPerSecond() / 2));
            signs.add(forced);
            return Math.abs(fast) >= CONFIRMING ? Optional.of(forced) : Optional.empty();
        }

        private Optional<TamperSign> jumped(
                double filtered, double seconds, List<TamperSign> signs) {
            return switch (track.take(filtered, seconds)) {
                case USUAL -> Optional.empty();
                case SUSPICIOUS -> {
                    signs.add(off(filtered));
                    yield Optional.empty();
                }
                case CONFIRMED -> Optional.of(off(filtered));
            };
        }

        private TamperSign off(double filtered) {
            return new TamperSign(
                    track.deviations() > 0 ? TamperKind.HEATING : TamperKind.COOLING,
                    String.format(
                            Locale.ROOT,
                            "temperature of %.2f °C, %.1f deviations off its baseline of %.2f: want below 4",
                            filtered,
                            Math.abs(track.deviations()),
                            track.level()));
        }
    }

    /// The middle one of the last three readings: a single wrong one does not come through.
    final class Median {
        private double before = Double.NaN;
        private double last = Double.NaN;

        double take(double value) {
            double a = Double.isNaN(before) ? value : before;
            double b = Double.isNaN(last) ? value : last;
            before = last;
            last = value;
            return Math.max(Math.min(a, b), Math.min(Math.max(a, b), value));
        }
    }

    /// The slope of the line through the last four readings, by least squares, in units a second. A single wrong reading makes it
    /// change its sign, so that it does not confirm.
    final class Slope {
        /// A longer gap starts it anew.
        private static final double LONGEST_GAP_S = 1;

        private final double[] values = new double[4];
        private final double[] gaps = new double[3];
        private int count;

        double take(double value, double seconds) {
            System.arraycopy(values, 1, values, 0, 3);
            System.arraycopy(gaps, 1, gaps, 0, 2);
            values[3] = value;
            gaps[2] = seconds;
            count = seconds > LONGEST_GAP_S ? 1 : count + 1;
            if (count < values.length) {
                return 0;
            }
            double gap = (gaps[0] + gaps[1] + gaps[2]) / 3;
            return (1.5 * (values[3] - values[0]) + 0.5 * (values[2] - values[1])) / (5 * gap);
        }
    }
}
