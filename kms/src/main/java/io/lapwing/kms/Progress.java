package io.lapwing.kms;

import java.time.Duration;

/// How far a long piece of work is.
///
/// @param done units finished, those of earlier runs included
/// @param total units there are, as far as known
/// @param perSecond units finished a second in this run
/// @param remaining how long the rest takes at this rate
public record Progress(long done, long total, double perSecond, Duration remaining) {
    /// @param before units finished before this run
    static Progress of(long before, long done, long total, Duration elapsed) {
        double seconds = Math.max(1e-3, elapsed.toNanos() / 1e9);
        double rate = (done - before) / seconds;
        long left = Math.max(0, total - done);
        Duration remaining =
                rate <= 0 ? Duration.ZERO : Duration.ofMillis((long) (left / rate * 1000));
        return new Progress(done, Math.max(total, done), rate, remaining);
    }
}
