package io.lapwing.kms;

import io.lapwing.crypto.Fault;

/// How much of the machine background work takes.
///
/// @param rowsPerSecond at most, 1 to 10,000,000
public record Pace(int rowsPerSecond) {
    /// As fast as it goes.
    public static final Pace FULL = new Pace(10_000_000);

    public Pace {
        if (rowsPerSecond < 1 || rowsPerSecond > 10_000_000) {
            throw Fault.badInput("pace of " + rowsPerSecond + " rows/s: want 1 to 10000000");
        }
    }

    /// How long to wait so that `rows` took as long as they may.
    ///
    /// @param elapsedNanos since the first of them
    long waitNanos(long rows, long elapsedNanos) {
        return Math.max(0, rows * 1_000_000_000L / rowsPerSecond - elapsedNanos);
    }
}
