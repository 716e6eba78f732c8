package io.lapwing.service.people;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/// What a password must be: long rather than odd (NIST SP 800-63B-4 §3.1.1.2).
final class PasswordRules {
    static final int MIN_CHARS = 12;
    static final int MAX_CHARS = 128;

    /// The least number of different characters: fewer are repeats of something short.
    private static final int MIN_DIFFERENT = 5;

    /// Words around which one builds a password that anybody tries first.
    private static final Set<String> FIRST_TRIED =
            Set.of("password", "passwort", "123456789", "qwertyuiop", "qwertzuiop", "lapwing");

    private static final int MOST_BESIDE_WORD = 4;

    private PasswordRules() {}

    /// Refuses a password that this person must not take. The message never shows it.
    ///
    /// @throws Fault `BAD_INPUT`
    static void check(String name, Secret password) {
        char[] chars = password.use(s -> decoded(s.toArray(ValueLayout.JAVA_BYTE)));
        try {
            checkLength(chars);
            checkGuess(name, new String(chars).toLowerCase(Locale.ROOT));
        } finally {
            Arrays.fill(chars, '\0');
        }
    }

    private static void checkLength(char[] chars) {
        int length = Character.codePointCount(chars, 0, chars.length);
        if (length < MIN_CHARS || length > MAX_CHARS) {
            throw Fault.badInput(
                    "password of %d characters: want %d to %d"
                            .formatted(length, MIN_CHARS, MAX_CHARS));
        }
    }

    private static void checkGuess(String name, String lower) {
        if (lower.chars().distinct().count() < MIN_DIFFERENT || repeats(lower)) {
            throw Fault.badInput("password repeats itself: want one that is harder to guess");
        }
        if (isAlmost(lower, name)) {
            throw Fault.badInput("password is the name: want one that is harder to guess");
        }
        if (FIRST_TRIED.stream().anyMatch(word -> isAlmost(lower, word))) {
            throw Fault.badInput("password is tried first by anyone: want another");
        }
    }

    /// The word, perhaps more than once, with a few characters beside it.
    private static boolean isAlmost(String password, String word) {
        return password.contains(word) && password.replace(word, "").length() <= MOST_BESIDE_WORD;
    }

    private static boolean repeats(String text) {
        for (int period = 1; period <= text.length() / 3; period++) {
            String unit = text.substring(0, period);
            if (unit.repeat(text.length() / period + 1).startsWith(text)) {
                return true;
            }
        }
        return false;
    }

    private static char[] decoded(byte[] octets) {
        try {
            CharBuffer chars = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
            char[] exact = new char[chars.remaining()];
            chars.get(exact);
            Arrays.fill(chars.array(), '\0');
            return exact;
        } catch (CharacterCodingException _) {
            throw Fault.badInput("password: want Unicode text in UTF-8");
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }
}
