package io.lapwing.lorawan;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// An IEEE EUI-64: a DevEUI, a JoinEUI or an NSID.
///
/// @param value the identifier as an unsigned number; people write it as 16 hexadecimal digits, most significant first
public record Eui64(long value) implements Comparable<Eui64> {
    /// Reads 16 hexadecimal digits, with or without `0x`, in either case.
    public static Eui64 parse(String text) {
        String digits = text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
        if (digits.length() != 16) {
            throw Fault.badInput(
                    "EUI-64 of " + digits.length() + " digits: want 16 hexadecimal digits");
        }
        return bigEndian(Bytes.hex(digits));
    }

    /// From 8 octets, most significant first, as people and JSON write it.
    public static Eui64 bigEndian(Bytes octets) {
        if (octets.length() != 8) {
            throw Fault.badInput("EUI-64 of " + octets.length() + " bytes: want 8");
        }
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = (value << 8) | octets.at(i);
        }
        return new Eui64(value);
    }

    /// From 8 octets, least significant first, as it goes over the air.
    public static Eui64 littleEndian(Bytes octets) {
        return bigEndian(octets.reversed());
    }

    public Bytes bigEndian() {
        byte[] octets = new byte[8];
        for (int i = 0; i < 8; i++) {
            octets[i] = (byte) (value >>> (56 - 8 * i));
        }
        return Bytes.of(octets);
    }

    public Bytes littleEndian() {
        return bigEndian().reversed();
    }

    @Override
    public int compareTo(Eui64 other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return bigEndian().toHex();
    }
}
