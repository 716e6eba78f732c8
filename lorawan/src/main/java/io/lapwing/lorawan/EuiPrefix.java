package io.lapwing.lorawan;

import io.lapwing.crypto.Fault;

/// All EUI-64 that begin with the same bits: `70B3D57ED0000000/40`.
///
/// @param first the lowest of them
/// @param lengthBits how many leading bits they share, 0 to 64
public record EuiPrefix(Eui64 first, int lengthBits) {
    public EuiPrefix {
        HexText.requireRange("EUI prefix length", lengthBits, 64);
        if ((first.value() & ~mask(lengthBits)) != 0) {
            throw Fault.badInput(
                    "EUI prefix "
                            + first
                            + "/"
                            + lengthBits
                            + " has bits after its length: want "
                            + new Eui64(first.value() & mask(lengthBits))
                            + "/"
                            + lengthBits);
        }
    }

    /// Reads an EUI-64, a slash and a length in bits; without a slash it is that one EUI-64.
    public static EuiPrefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return new EuiPrefix(Eui64.parse(text), 64);
        }
        return new EuiPrefix(
                Eui64.parse(text.substring(0, slash)), length(text.substring(slash + 1)));
    }

    private static int length(String digits) {
        if (!digits.matches("[0-9]{1,2}")) {
            throw Fault.badInput("EUI prefix length '" + digits + "': want 0 to 64");
        }
        return Integer.parseInt(digits);
    }

    /// Whether `eui` begins with these bits.
    public boolean contains(Eui64 eui) {
        return (eui.value() & mask(lengthBits)) == first.value();
    }

    private static long mask(int lengthBits) {
        return lengthBits == 0 ? 0 : -1L << (64 - lengthBits);
    }

    @Override
    public String toString() {
        return first + "/" + lengthBits;
    }
}
