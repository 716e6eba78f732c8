package io.lapwing.lorawan;

import io.lapwing.crypto.Bytes;

/// A network's identifier (TS002-1.1 §6, LoRa Alliance NetID).
///
/// @param value 24 bits: the type in the upper three, then the network
public record NetId(int value) implements Comparable<NetId> {
    /// The largest value.
    public static final int MAX = 0xffffff;

    public NetId {
        HexText.requireRange("NetId", value, MAX);
    }

    /// Reads 6 hexadecimal digits, most significant first, with or without `0x`, in either case.
    public static NetId parse(String text) {
        return new NetId((int) HexText.bigEndian(HexText.octets("NetId", text, 3)));
    }

    /// From 3 octets as they go over the air.
    public static NetId littleEndian(Bytes octets) {
        HexText.requireLength("NetId", octets, 3);
        return new NetId((int) HexText.littleEndian(octets));
    }

    /// The 3 octets as they go over the air.
    public Bytes littleEndian() {
        return HexText.littleEndian(value, 3);
    }

    @Override
    public int compareTo(NetId other) {
        return Integer.compare(value, other.value);
    }

    /// 6 hexadecimal digits, most significant first.
    @Override
    public String toString() {
        return littleEndian().reversed().toHex();
    }
}
