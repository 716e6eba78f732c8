package io.lapwing.device;

import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.FCnt;
import org.jspecify.annotations.Nullable;

/// The frame counter of this side: each value once.
final class SendCounter {
    private @Nullable FCnt next = FCnt.ZERO;

    FCnt next() {
        if (next == null) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED,
                    "all "
                            + (FCnt.MAX + 1)
                            + " frame counters of this session were used: join anew");
        }
        return next;
    }

    /// The next counter, which is used with this.
    FCnt take() {
        FCnt taken = next();
        next = taken.next().orElse(null);
        return taken;
    }
}
