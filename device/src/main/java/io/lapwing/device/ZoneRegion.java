package io.lapwing.device;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The shape of a region: check, length, data, then zeroes.
final class ZoneRegion {
    /// 0x100 octets, as published for the SRAM secure zone.
    static final int BYTES = 0x100;

    /// The check: an LSH-256-224 digest, or a tag of as many octets.
    static final int CHECK_BYTES = 28;

    static final int LENGTH_BYTES = 2;

    static final int DATA_AT = CHECK_BYTES + LENGTH_BYTES;

    /// 226 octets.
    static final int DATA_BYTES = BYTES - DATA_AT;

    private static final ValueLayout.OfShort LENGTH =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private static final MemorySegment ZEROES = MemorySegment.ofArray(new byte[BYTES]);

    private ZoneRegion() {}

    /// 0 to 65535, whatever is there.
    static int length(MemorySegment region) {
        return Short.toUnsignedInt(region.get(LENGTH, CHECK_BYTES));
    }

    static void setLength(MemorySegment region, int length) {
        region.set(LENGTH, CHECK_BYTES, (short) length);
    }

    /// The first `length` octets of data.
    static MemorySegment data(MemorySegment region, int length) {
        return region.asSlice(DATA_AT, length);
    }

    static MemorySegment check(MemorySegment region) {
        return region.asSlice(0, CHECK_BYTES);
    }

    /// Whether all octets from `start` on are zero.
    static boolean isZeroFrom(MemorySegment region, int start) {
        return region.asSlice(start).mismatch(ZEROES.asSlice(start)) == -1;
    }
}
