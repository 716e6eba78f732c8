package io.lapwing.trust;

import io.lapwing.crypto.Fault;
import java.util.Arrays;

/// How digits of five bits are written in groups that check themselves.
///
/// A group is five digits and a check: the sum of the digits, each times its own power of x in GF(32), and of the group's
/// number. A wrong digit changes the sum, and so do two exchanged ones, as no two powers are the same.
final class LabelText {
    static final int GROUPS = 6;

    /// Without the checks.
    static final int DIGITS = 30;

    private static final int GROUP_DIGITS = DIGITS / GROUPS;

    /// Crockford's base 32.
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// x^5 + x^2 + 1, irreducible and primitive over GF(2).
    private static final int POLYNOMIAL = 0b10_0101;

    private static final char HYPHEN = '-';

    private LabelText() {}

    /// The caller wipes what it gave and what it gets.
    static char[] write(byte[] digits) {
        char[] text = new char[DIGITS + GROUPS + GROUPS - 1];
        int at = 0;
        for (int group = 0; group < GROUPS; group++) {
            if (group > 0) {
                text[at++] = HYPHEN;
            }
            for (int i = 0; i < GROUP_DIGITS; i++) {
                text[at++] = ALPHABET.charAt(digits[group * GROUP_DIGITS + i]);
            }
            text[at++] = ALPHABET.charAt(check(digits, group));
        }
        return text;
    }

    private static int check(byte[] digits, int group) {
        int sum = group + 1;
        for (int i = 0; i < GROUP_DIGITS; i++) {
            sum ^= times(digits[group * GROUP_DIGITS + i], i + 1);
        }
        return sum;
    }

    /// A digit times x to this power, in GF(32).
    private static int times(int digit, int power) {
        int product = digit;
        for (int i = 0; i < power; i++) {
            product <<= 1;
            if (product >= ALPHABET.length()) {
                product ^= POLYNOMIAL;
            }
        }
        return product;
    }

    /// The caller wipes it.
    ///
    /// @throws Fault `BAD_INPUT` that says which group is wrong
    static byte[] read(CharSequence typed) {
        byte[] all = new byte[DIGITS + GROUPS];
        byte[] digits = new byte[DIGITS];
        try {
            values(typed, all);
            for (int group = 0; group < GROUPS; group++) {
                int from = group * (GROUP_DIGITS + 1);
                System.arraycopy(all, from, digits, group * GROUP_DIGITS, GROUP_DIGITS);
                if (all[from + GROUP_DIGITS] != check(digits, group)) {
                    throw Fault.badInput(
                            "label: group %d of %d has a typo: look at it again"
                                    .formatted(group + 1, GROUPS));
                }
            }
            return digits;
        } catch (Fault e) {
            Arrays.fill(digits, (byte) 0);
            throw e;
        } finally {
            Arrays.fill(all, (byte) 0);
        }
    }

    private static void values(CharSequence typed, byte[] all) {
        int count = 0;
        for (int i = 0; i < typed.length(); i++) {
            char character = typed.charAt(i);
            if (character == HYPHEN || Character.isWhitespace(character)) {
                continue;
            }
            if (count < all.length) {
                all[count] = value(character, count / (GROUP_DIGITS + 1));
            }
            count++;
        }
        if (count != all.length) {
            throw Fault.badInput(
                    "label of %d characters: want %d groups of %d"
                            .formatted(count, GROUPS, GROUP_DIGITS + 1));
        }
    }

    private static byte value(char character, int group) {
        char upper = Character.toUpperCase(character);
        int value =
                switch (upper) {
                    case 'O' -> 0;
                    case 'I', 'L' -> 1;
                    default -> ALPHABET.indexOf(upper);
                };
        if (value < 0) {
            throw Fault.badInput(
                    "label: group %d of %d has a character that no label has: look at it again"
                            .formatted(group + 1, GROUPS));
        }
        return (byte) value;
    }
}
