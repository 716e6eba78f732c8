package io.lapwing.device;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// A counter in a record of a zone: it outlives an erasure, and in the keyed profile cannot be rolled back.
///
/// One thread at a time.
public final class ZoneCounter {
    private static final int BYTES = Long.BYTES;

    private static final ValueLayout.OfLong VALUE =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final Zone zone;
    private final int region;

    /// @param nth which record of the zone, counted from 0
    public ZoneCounter(Zone zone, int nth) {
        this.zone = zone;
        region = zone.plan().index(ZoneClass.RECORD, nth);
    }

    /// The next number, 1 at first, stored as used on return.
    ///
    /// @throws Fault as the zone's refusal; `TAMPERED` when the record holds something else; `EXHAUSTED` after 2⁶³ − 1
    public long next() {
        long used =
                switch (zone.read(region, ZoneCounter::value)) {
                    case ZoneRead.Done<Long>(Long value) -> value;
                    case ZoneRead.Empty<Long> _ -> 0;
                    case ZoneRead.Refused<Long> refused -> throw refused.fault();
                };
        if (used == Long.MAX_VALUE) {
            throw new Fault(Fault.Kind.EXHAUSTED, "counter in region " + region + " is at its end");
        }
        try (Secret next = Secret.allocate(BYTES)) {
            next.segment().set(VALUE, 0, used + 1);
            zone.write(region, next);
        }
        return used + 1;
    }

    private static long value(Secret data) {
        if (data.length() != BYTES) {
            throw new Fault(
                    Fault.Kind.TAMPERED, "counter of " + data.length() + " bytes: want " + BYTES);
        }
        return data.segment().get(VALUE, 0);
    }
}
