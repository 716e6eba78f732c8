package io.lapwing.platform;

import java.util.function.Supplier;

/// Tells how long one party computes: it measures, or adds up what a model says of each command of the party's chip.
///
/// For one thread.
final class TrustClock {
    private final TrustChipTimes times;
    private long chipNs;

    TrustClock(TrustChipTimes times) {
        this.times = times;
    }

    /// What was done, and how long it takes in virtual time.
    ///
    /// @param allNs chip and all around it
    /// @param chipNs of that, in the chip
    record Timed<T>(T result, long allNs, long chipNs) {}

    /// Does something, which may use the chip.
    <T> Timed<T> time(Supplier<T> work) {
        chipNs = 0;
        long begun = System.nanoTime();
        T result = work.get();
        long allNs = times == TrustChipTimes.MEASURED ? System.nanoTime() - begun : chipNs;
        return new Timed<>(result, allNs, chipNs);
    }

    /// A command of the chip.
    <T> T inChip(TrustChipTimes.Work work, Supplier<T> command) {
        long begun = System.nanoTime();
        try {
            return command.get();
        } finally {
            chipNs +=
                    times == TrustChipTimes.MEASURED
                            ? System.nanoTime() - begun
                            : times.modelNs(work);
        }
    }
}
