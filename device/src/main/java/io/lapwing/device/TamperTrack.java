package io.lapwing.device;

/// A quantity that drifts by itself: its slow baseline with its trend, and how far off it is now, in deviations.
///
/// Suspicion starts at four deviations, or when smaller ones add up (CUSUM), and ends below two. While it lasts the baseline stands
/// still, so that it does not learn the tamper. After a minute without confirmation it is learnt anew: things do change for good.
final class TamperTrack {
    /// What a reading is to the track.
    enum Mark {
        USUAL,
        SUSPICIOUS,
        CONFIRMED
    }

    /// Three in succession at four deviations come about 10⁻⁵ times a year by chance at 10 Hz; one alone at five, 90 times.
    private static final int CONFIRMING = 3;

    private static final double CONFIRMING_DEVIATIONS = 4;
    private static final double CALM_DEVIATIONS = 2;

    /// CUSUM (Page 1954): a shift of three deviations is found within ten readings, one of two never.
    private static final double CUSUM_ALLOWANCE = 2;

    private static final double CUSUM_BOUND = 10;

    /// Readings of which the mean is the first baseline: 3 s.
    private static final int LEARNING = 30;

    /// The first of them, in which a median of three may still be a wrong reading.
    private static final int IGNORED = 2;

    /// The baseline's time constant: slower than a tamper, faster than a case warms.
    private static final double BASELINE_S = 10;

    /// The time over which the noise is averaged.
    private static final double NOISE_S = 60;

    /// A noisy sensor may raise the deviation, but not so far that an attacker hides in his own noise.
    private static final double MOST_NOISE = 3;

    /// The steepest trend that is followed, in least deviations a second.
    private static final double STEEPEST = 0.5;

    private static final double SUSPICION_LASTS_S = 60;

    private final double leastDeviation;
    private double level;
    private double trend;
    private double noise;
    private double last;
    private int learnt;
    private double up;
    private double down;
    private int streak;
    private boolean suspicious;
    private double suspiciousS;
    private double deviations;

    /// @param leastDeviation what it deviates by itself at least
    TamperTrack(double leastDeviation) {
        this.leastDeviation = leastDeviation;
    }

    /// How far off the last reading was, in deviations, up or down.
    double deviations() {
        return deviations;
    }

    double level() {
        return level;
    }

    /// Takes the next reading.
    ///
    /// @param seconds since the last one
    Mark take(double value, double seconds) {
        if (learnt < LEARNING) {
            learn(value);
            return Mark.USUAL;
        }
        double off = value - (suspicious ? level : level + trend * seconds);
        deviations = off / deviation();
        streak = Math.abs(deviations) >= CONFIRMING_DEVIATIONS ? streak + 1 : 0;
        up = Math.max(0, up + deviations - CUSUM_ALLOWANCE);
        down = Math.max(0, down - deviations - CUSUM_ALLOWANCE);
        if (streak >= CONFIRMING) {
            return Mark.CONFIRMED;
        }
        suspicious =
                suspicious
                        ? Math.abs(deviations) >= CALM_DEVIATIONS
                        : streak > 0 || Math.max(up, down) > CUSUM_BOUND;
        if (suspicious) {
            suspect(value, seconds);
            return Mark.SUSPICIOUS;
        }
        follow(value, off, seconds);
        return Mark.USUAL;
    }

    private void learn(double value) {
        learnt++;
        level = learnt <= IGNORED ? value : level + (value - level) / (learnt - IGNORED);
        last = value;
    }

    private void suspect(double value, double seconds) {
        suspiciousS += seconds;
        if (suspiciousS > SUSPICION_LASTS_S) {
            calm();
            suspicious = false;
            level = value;
            trend = 0;
        }
        last = value;
    }

    private void calm() {
        suspiciousS = 0;
        up = 0;
        down = 0;
    }

    /// Moves baseline and trend as a critically damped alpha-beta filter does, and averages the noise.
    private void follow(double value, double off, double seconds) {
        if (suspiciousS > 0) {
            calm();
        }
        double alpha = Math.min(1, seconds / BASELINE_S);
        level += trend * seconds + alpha * off;
        double steepest = STEEPEST * leastDeviation;
        trend = Math.clamp(trend + alpha * alpha / 2 * off / seconds, -steepest, steepest);
        double step = value - last;
        noise += Math.min(1, seconds / NOISE_S) * (step * step / 2 - noise);
        last = value;
    }

    private double deviation() {
        return Math.clamp(Math.sqrt(noise), leastDeviation, MOST_NOISE * leastDeviation);
    }
}
