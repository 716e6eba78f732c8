package io.lapwing.lorawan;

import io.lapwing.crypto.Bytes;

/// RJcount0 of rejoin-requests of type 0 and 2, or RJcount1 of those of type 1 (TS001-1.1 §6.2.4).
///
/// @param value 16 bits
public record RejoinCount(int value) implements Comparable<RejoinCount> {
    /// The largest value.
    public static final int MAX = 0xffff;

    public RejoinCount {
        HexText.requireRange("RejoinCount", value, MAX);
    }

    /// From 2 octets as they go over the air.
    public static RejoinCount littleEndian(Bytes octets) {
        HexText.requireLength("RejoinCount", octets, 2);
        return new RejoinCount((int) HexText.littleEndian(octets));
    }

    /// The DevNonce in whose place this count stands when session keys are derived (TS001-1.1 §6.2.4).
    public DevNonce inPlaceOfDevNonce() {
        return new DevNonce(value);
    }

    /// The 2 octets as they go over the air.
    public Bytes littleEndian() {
        return HexText.littleEndian(value, 2);
    }

    @Override
    public int compareTo(RejoinCount other) {
        return Integer.compare(value, other.value);
    }

    /// 4 hexadecimal digits, most significant first.
    @Override
    public String toString() {
        return littleEndian().reversed().toHex();
    }
}
