package io.lapwing.lorawan;

import io.lapwing.crypto.Bytes;
import java.util.Optional;

/// A frame counter (TS001-1.0.4 §4.3.1.5): 32 bits on both sides, of which the lower 16 go over the air.
///
/// @param value 32 bits
public record FCnt(long value) implements Comparable<FCnt> {
    /// The largest value; a session ends with it.
    public static final long MAX = 0xffffffffL;

    /// The first of a session.
    public static final FCnt ZERO = new FCnt(0);

    public FCnt {
        HexText.requireRange("FCnt", value, MAX);
    }

    /// The 16 bits that go over the air.
    public int wire() {
        return (int) (value & 0xffff);
    }

    /// The smallest counter from this one on whose lower 16 bits are `wire`; none when it would pass [#MAX].
    ///
    /// This counter is the lowest that is still acceptable, so the result is never a replay.
    public Optional<FCnt> atOrAfter(int wire) {
        HexText.requireRange("FCnt on the air", wire, 0xffff);
        long ahead = (wire - value) & 0xffff;
        return value + ahead > MAX ? Optional.empty() : Optional.of(new FCnt(value + ahead));
    }

    /// The next counter; none after [#MAX].
    public Optional<FCnt> next() {
        return value == MAX ? Optional.empty() : Optional.of(new FCnt(value + 1));
    }

    /// The 4 octets that enter MICs and encryption.
    public Bytes littleEndian() {
        return HexText.littleEndian(value, 4);
    }

    @Override
    public int compareTo(FCnt other) {
        return Long.compare(value, other.value);
    }
}
