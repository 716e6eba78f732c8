package io.lapwing.lorawan;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// Identifiers as people and JSON write them: hexadecimal, most significant octet first, either case, `0x` optional
/// (TS002-1.1 §8.3).
final class HexText {
    private HexText() {}

    /// Reads exactly `lengthBytes` octets; `what` names the field in a fault.
    static Bytes octets(String what, String text, int lengthBytes) {
        String digits = digits(text);
        if (digits.length() != 2 * lengthBytes) {
            throw Fault.badInput(
                    what
                            + " of "
                            + digits.length()
                            + " digits: want "
                            + 2 * lengthBytes
                            + " hexadecimal digits");
        }
        return Bytes.hex(digits);
    }

    /// The text without its optional `0x`.
    static String digits(String text) {
        return text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
    }

    /// The octets as one unsigned number, most significant first; at most four of them.
    static long bigEndian(Bytes octets) {
        long value = 0;
        for (int i = 0; i < octets.length(); i++) {
            value = (value << 8) | octets.at(i);
        }
        return value;
    }

    /// The number as octets, least significant first, as it goes over the air.
    static Bytes littleEndian(long value, int lengthBytes) {
        byte[] octets = new byte[lengthBytes];
        for (int i = 0; i < lengthBytes; i++) {
            octets[i] = (byte) (value >>> (8 * i));
        }
        return Bytes.of(octets);
    }

    /// The octets as one unsigned number, least significant first, as they come over the air.
    static long littleEndian(Bytes octets) {
        return bigEndian(octets.reversed());
    }

    /// Refuses a number outside `0..max`.
    static void requireRange(String what, long value, long max) {
        if (value < 0 || value > max) {
            throw Fault.badInput(what + " " + value + ": want 0 to " + max);
        }
    }

    static void requireLength(String what, Bytes octets, int lengthBytes) {
        if (octets.length() != lengthBytes) {
            throw Fault.badInput(what + " of " + octets.length() + " bytes: want " + lengthBytes);
        }
    }
}
