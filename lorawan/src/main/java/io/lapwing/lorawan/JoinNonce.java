package io.lapwing.lorawan;

import io.lapwing.crypto.Bytes;

/// The number by which the Join Server keeps its join-accepts to one device apart; it only rises (TS001-1.1 §6.2.3).
///
/// @param value 24 bits
public record JoinNonce(int value) implements Comparable<JoinNonce> {
    /// The largest value.
    public static final int MAX = 0xffffff;

    public JoinNonce {
        HexText.requireRange("JoinNonce", value, MAX);
    }

    /// Reads 6 hexadecimal digits, most significant first, with or without `0x`, in either case.
    public static JoinNonce parse(String text) {
        return new JoinNonce((int) HexText.bigEndian(HexText.octets("JoinNonce", text, 3)));
    }

    /// From 3 octets as they go over the air.
    public static JoinNonce littleEndian(Bytes octets) {
        HexText.requireLength("JoinNonce", octets, 3);
        return new JoinNonce((int) HexText.littleEndian(octets));
    }

    /// The 3 octets as they go over the air.
    public Bytes littleEndian() {
        return HexText.littleEndian(value, 3);
    }

    @Override
    public int compareTo(JoinNonce other) {
        return Integer.compare(value, other.value);
    }

    /// 6 hexadecimal digits, most significant first.
    @Override
    public String toString() {
        return littleEndian().reversed().toHex();
    }
}
