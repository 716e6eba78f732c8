package io.lapwing.platform;

import java.time.Duration;
import java.util.Arrays;

/// How often something is done in a second, by one thread.
final class BenchRate {
    private static final int PARTS = 5;

    /// The clock is looked at about as often.
    private static final double LOOK_NS = 1e6;

    /// Warming up goes on while it makes the work so many times as fast, and no longer than so often.
    private static final double STILL_FASTER = 1.02;

    private static final int MOST_WARM_UPS = 10;

    private final Duration each;

    /// @param each how long a rate is measured, after half of that, or more, for warming up
    BenchRate(Duration each) {
        this.each = each;
    }

    /// The median of five parts of the time.
    double of(Runnable work) {
        int batch = batch(warmedUp(work));
        double[] rates = new double[PARTS];
        for (int i = 0; i < PARTS; i++) {
            rates[i] = run(work, batch, each.toNanos() / PARTS);
        }
        return median(rates);
    }

    /// The rate once the compiler has done what it will.
    private double warmedUp(Runnable work) {
        double before = run(work, 1, each.toNanos() / 2);
        for (int i = 1; i < MOST_WARM_UPS; i++) {
            double after = run(work, batch(before), each.toNanos() / 2);
            if (after < before * STILL_FASTER) {
                return after;
            }
            before = after;
        }
        return before;
    }

    private static int batch(double perSecond) {
        return (int) Math.clamp(perSecond * LOOK_NS / 1e9, 1, 1 << 20);
    }

    private static double run(Runnable work, int batch, long nanos) {
        long begunNs = System.nanoTime();
        long done = 0;
        while (true) {
            for (int i = 0; i < batch; i++) {
                work.run();
            }
            done += batch;
            long passedNs = System.nanoTime() - begunNs;
            if (passedNs >= nanos) {
                return done * 1e9 / passedNs;
            }
        }
    }

    /// Of one or more.
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
