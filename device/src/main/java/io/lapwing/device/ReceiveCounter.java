package io.lapwing.device;

import io.lapwing.lorawan.FCnt;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The frame counter of the other side: which counters are still acceptable.
final class ReceiveCounter {
    private @Nullable FCnt lowest = FCnt.ZERO;

    /// The counter that the 16 bits on the air stand for: the lowest acceptable one that has them; none when the counters
    /// are used up.
    Optional<FCnt> candidate(int wire) {
        return lowest == null ? Optional.empty() : lowest.atOrAfter(wire);
    }

    /// The counter that the bits would have stood for before it was passed; none if that never was.
    static Optional<FCnt> before(FCnt candidate) {
        long before = candidate.value() - 0x10000;
        return before < 0 ? Optional.empty() : Optional.of(new FCnt(before));
    }

    /// From now on only later ones.
    void received(FCnt fCnt) {
        lowest = fCnt.next().orElse(null);
    }
}
