package io.lapwing.service;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/// Finds the known word that a mistyped one most likely meant.
final class Nearest {
    /// More changes than this are another word.
    private static final int MOST_CHANGES = 3;

    private Nearest() {}

    /// `, did you mean x?` when something known is near, else `: want one of …`.
    static String hint(String typed, Collection<?> known) {
        return known.stream()
                .map(String::valueOf)
                .filter(word -> changes(typed, word) <= Math.min(MOST_CHANGES, word.length() / 2))
                .min(Comparator.comparingInt(word -> changes(typed, word)))
                .map(word -> ", did you mean " + word + "?")
                .orElseGet(() -> ": want one of " + String.join(", ", sorted(known)));
    }

    private static java.util.List<String> sorted(Collection<?> known) {
        return known.stream().map(String::valueOf).sorted().toList();
    }

    /// The Levenshtein distance, letters' case apart.
    private static int changes(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int same = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(same, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
