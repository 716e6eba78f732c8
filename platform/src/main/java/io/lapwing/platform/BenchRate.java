package io.lapwing.platform;

import java.time.Duration;
import java.util.Arrays;

/// How often something is done in a second, by one thread.
final class BenchRate {
    private static final int PARTS = 5;

    /// The clock is looked at about as often.
    private static final double LOOK_NS = 1e6;

    private final Duration each;

    /// @param each how long a rate is measured, after half of that for warming up
    BenchRate(Duration each) {
        this.each = each;
    }

    /// The median of five parts of the time.
    double of(Runnable work) {
        double warm = run(work, 1, each.toNanos() / 2);
        int batch = (int) Math.clamp(warm * LOOK_NS / 1e9, 1, 1 << 20);
        double[] rates = new double[PARTS];
        for (int i = 0; i < PARTS; i++) {
            rates[i] = run(work, batch, each.toNanos() / PARTS);
        }
        return median(rates);
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
