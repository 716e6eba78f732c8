package io.lapwing.lorawan;

import io.lapwing.crypto.Bytes;

/// A device's address in its network for one session (TS001-1.0.4 §6.1.1).
///
/// @param value 32 bits
public record DevAddr(long value) implements Comparable<DevAddr> {
    /// The largest value.
    public static final long MAX = 0xffffffffL;

    public DevAddr {
        HexText.requireRange("DevAddr", value, MAX);
    }

    /// Reads 8 hexadecimal digits, most significant first, with or without `0x`, in either case.
    public static DevAddr parse(String text) {
        return new DevAddr(HexText.bigEndian(HexText.octets("DevAddr", text, 4)));
    }

    /// From 4 octets as they go over the air.
    public static DevAddr littleEndian(Bytes octets) {
        HexText.requireLength("DevAddr", octets, 4);
        return new DevAddr(HexText.littleEndian(octets));
    }

    /// The 4 octets as they go over the air.
    public Bytes littleEndian() {
        return HexText.littleEndian(value, 4);
    }

    @Override
    public int compareTo(DevAddr other) {
        return Long.compare(value, other.value);
    }

    /// 8 hexadecimal digits, most significant first.
    @Override
    public String toString() {
        return littleEndian().reversed().toHex();
    }
}
