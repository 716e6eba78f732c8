package io.lapwing.platform;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// What someone who mistyped a word may have meant.
final class Hints {
    /// Words further away than this are no help.
    private static final int MAX_DISTANCE = 2;

    private Hints() {}

    /// Names of commands and options nearest to the first word that fits nothing, at most two.
    static List<String> near(CommandLine commandLine, List<String> unmatched) {
        String word = unmatched.getFirst();
        Stream<String> names =
                word.startsWith("-")
                        ? commandLine.getCommandSpec().options().stream()
                                .map(OptionSpec::longestName)
                        : commandLine.getSubcommands().keySet().stream();
        List<String> likely =
                names.filter(name -> distance(word, name) <= MAX_DISTANCE || begins(name, word))
                        .sorted(Comparator.comparingInt(name -> distance(word, name)))
                        .toList();
        return likely.stream()
                .takeWhile(name -> distance(word, name) == distance(word, likely.getFirst()))
                .limit(2)
                .toList();
    }

    private static boolean begins(String name, String word) {
        return word.length() > 2 && name.startsWith(word);
    }

    /// How many letters must be added, dropped, changed or swapped with their neighbour (optimal string alignment).
    static int distance(String from, String to) {
        var rows = new ArrayList<int[]>();
        for (int i = 0; i <= from.length(); i++) {
            rows.add(new int[to.length() + 1]);
            rows.get(i)[0] = i;
        }
        for (int j = 0; j <= to.length(); j++) {
            rows.getFirst()[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            for (int j = 1; j <= to.length(); j++) {
                rows.get(i)[j] = step(rows, from, to, i, j);
            }
        }
        return rows.getLast()[to.length()];
    }

    private static int step(List<int[]> rows, String from, String to, int i, int j) {
        int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        int best = Math.min(rows.get(i - 1)[j], rows.get(i)[j - 1]) + 1;
        best = Math.min(best, rows.get(i - 1)[j - 1] + change);
        boolean swapped =
                i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(best, rows.get(i - 2)[j - 2] + 1) : best;
    }
}
