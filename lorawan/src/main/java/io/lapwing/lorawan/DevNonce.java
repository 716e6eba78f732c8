package io.lapwing.lorawan;

import io.lapwing.crypto.Bytes;

/// The number by which a device keeps its join-requests apart (TS001-1.0.4 §6.2.5): random up to version 1.0.3, then a
/// counter.
///
/// @param value 16 bits
public record DevNonce(int value) implements Comparable<DevNonce> {
    /// The largest value.
    public static final int MAX = 0xffff;

    public DevNonce {
        HexText.requireRange("DevNonce", value, MAX);
    }

    /// Reads 4 hexadecimal digits, most significant first, with or without `0x`, in either case.
    public static DevNonce parse(String text) {
        return new DevNonce((int) HexText.bigEndian(HexText.octets("DevNonce", text, 2)));
    }

    /// From 2 octets as they go over the air.
    public static DevNonce littleEndian(Bytes octets) {
        HexText.requireLength("DevNonce", octets, 2);
        return new DevNonce((int) HexText.littleEndian(octets));
    }

    /// The 2 octets as they go over the air.
    public Bytes littleEndian() {
        return HexText.littleEndian(value, 2);
    }

    @Override
    public int compareTo(DevNonce other) {
        return Integer.compare(value, other.value);
    }

    /// 4 hexadecimal digits, most significant first.
    @Override
    public String toString() {
        return littleEndian().reversed().toHex();
    }
}
