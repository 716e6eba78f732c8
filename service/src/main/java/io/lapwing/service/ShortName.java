package io.lapwing.service;

/// A word by which a kind of row, a term or a role goes: 1 to 32 of a-z, 0-9 and -, a letter first. Looked at with each join, so
/// without a regular expression.
final class ShortName {
    private static final int MAX_LENGTH = 32;

    private ShortName() {}

    static boolean is(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH || !isLetter(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLetter(c) && (c < '0' || c > '9') && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }
}
