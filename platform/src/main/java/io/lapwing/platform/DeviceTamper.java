package io.lapwing.platform;

import java.util.List;

/// A tamper as it was played through files of sensors, and what became of it.
///
/// @param scene in words
/// @param sign what confirmed it
/// @param blockedMs until keys were blocked, in the time of the trace, from the beginning of the tamper
/// @param erasedMs until they were erased
/// @param erasureUs how long the erasure took
/// @param erased regions that were overwritten and read back
/// @param failed regions that were not
/// @param trace the readings
record DeviceTamper(
        String scene,
        String sign,
        double blockedMs,
        double erasedMs,
        double erasureUs,
        int erased,
        int failed,
        List<Reading> trace) {
    DeviceTamper {
        trace = List.copyOf(trace);
    }

    /// A moment of the trace.
    ///
    /// @param ms since the tamper began; before it, negative
    /// @param verdict `quiet`, `potential` or `confirmed`
    record Reading(double ms, double kilopascals, double lux, double celsius, String verdict) {}

    /// Whether it was noticed, and every key erased.
    boolean isErased() {
        return erasedMs >= 0 && erased > 0 && failed == 0;
    }
}
