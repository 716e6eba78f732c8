package io.lapwing.device;

import java.time.Duration;
import java.util.List;

/// What an erasure did.
///
/// @param erased the regions that were overwritten with zeroes and read back as such, in the order in which that was done
/// @param failed the regions that could not be, because their memory failed
/// @param took from the first write to the last comparison
public record ZoneErasure(List<Integer> erased, List<Integer> failed, Duration took) {
    public ZoneErasure {
        erased = List.copyOf(erased);
        failed = List.copyOf(failed);
    }

    /// Whether no key is left.
    public boolean isComplete() {
        return failed.isEmpty();
    }

    /// `9 regions erased in 4210 ns`
    @Override
    public String toString() {
        String done = erased.size() + " regions erased in " + took.toNanos() + " ns";
        return failed.isEmpty() ? done : done + ", regions " + failed + " not";
    }
}
