package io.lapwing.service.people;

import io.lapwing.crypto.Fault;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The EUI-64s that begin with the same bits.
///
/// @param first the lowest of them
/// @param bits how many leading bits they share, 0 to 64
public record EuiRange(long first, int bits) {
    private static final Pattern TEXT = Pattern.compile("([0-9A-Fa-f]{16})/([0-9]{1,2})");

    public EuiRange {
        if (bits < 0 || bits > Long.SIZE) {
            throw Fault.badInput("range of EUIs with " + bits + " leading bits: want 0 to 64");
        }
        if ((first & ~mask(bits)) != 0) {
            throw Fault.badInput(
                    "range of EUIs with bits set behind its %d leading bits: want zeros"
                            .formatted(bits));
        }
    }

    /// Reads `70B3D57ED0000000/40`.
    public static EuiRange parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw Fault.badInput(
                    "range of EUIs: want 16 hexadecimal digits, / and a number of bits, such as"
                            + " 70B3D57ED0000000/40");
        }
        return new EuiRange(
                Long.parseUnsignedLong(matcher.group(1), 16), Integer.parseInt(matcher.group(2)));
    }

    /// Whether an EUI-64 is in it.
    public boolean contains(long eui) {
        return (eui & mask(bits)) == first;
    }

    /// Whether all of another range is in it.
    public boolean contains(EuiRange other) {
        return other.bits >= bits && contains(other.first);
    }

    private static long mask(int bits) {
        return bits == 0 ? 0 : -1L << (Long.SIZE - bits);
    }

    @Override
    public String toString() {
        return "%016X/%d".formatted(first, bits);
    }
}
