package io.lapwing.radio;

import io.lapwing.crypto.Fault;
import java.util.ArrayDeque;
import java.util.Deque;

/// Keeps one transmitter within its share of any hour (ETSI EN 300 220-1 §5.4: the observation period is one hour).
///
/// Bounded: transmissions older than an hour are forgotten, and the share itself bounds the others.
public final class DutyCycle {
    private static final long HOUR_NS = 3_600_000_000_000L;

    private record Sent(long endNs, long airTimeNs) {}

    private final long budgetNs;
    private final Deque<Sent> lastHour = new ArrayDeque<>();
    private long spentNs;

    private DutyCycle(long budgetNs) {
        this.budgetNs = budgetNs;
    }

    /// As the sub-band asks.
    public static DutyCycle of(SubBand band) {
        return new DutyCycle(Math.round(HOUR_NS * band.share()));
    }

    /// For channels without a bound.
    public static DutyCycle unlimited() {
        return new DutyCycle(Long.MAX_VALUE);
    }

    /// The earliest time, not before `nowNs`, at which so long a frame may begin.
    ///
    /// @throws Fault `EXHAUSTED` when the frame alone takes more than an hour's share
    public long earliestNs(long nowNs, long airTimeNs) {
        if (airTimeNs > budgetNs) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED,
                    "frame of %d ms: the sub-band allows %d ms an hour"
                            .formatted(airTimeNs / 1_000_000, budgetNs / 1_000_000));
        }
        long spent = spentNs;
        long earliest = nowNs;
        for (Sent sent : lastHour) {
            boolean past = sent.endNs() + HOUR_NS <= nowNs;
            if (!past && spent + airTimeNs <= budgetNs) {
                break;
            }
            spent -= sent.airTimeNs();
            earliest = Math.max(earliest, sent.endNs() + HOUR_NS);
        }
        return earliest;
    }

    /// Counts a frame that begins now.
    public void sent(long nowNs, long airTimeNs) {
        if (budgetNs == Long.MAX_VALUE) {
            return;
        }
        while (!lastHour.isEmpty() && lastHour.getFirst().endNs() + HOUR_NS <= nowNs) {
            spentNs -= lastHour.removeFirst().airTimeNs();
        }
        lastHour.addLast(new Sent(nowNs + airTimeNs, airTimeNs));
        spentNs += airTimeNs;
    }
}
