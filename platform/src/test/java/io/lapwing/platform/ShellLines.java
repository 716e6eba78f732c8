package io.lapwing.platform;

import java.util.ArrayList;
import java.util.List;

/// The commands in a text for a shell, as words: what is quoted is one word, redirections and comments are left out.
final class ShellLines {
    private final String text;
    private final List<List<String>> commands = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean begun;
    private boolean redirected;

    private ShellLines(String text) {
        this.text = text;
    }

    /// Where lines begin with `$ `, the others are what commands wrote.
    static List<List<String>> commands(String text) {
        String typed = text.replace("\\\n", " ");
        if (typed.lines().anyMatch(line -> line.startsWith("$ "))) {
            List<String> lines = typed.lines().filter(line -> line.startsWith("$ ")).toList();
            typed = String.join("\n", lines.stream().map(line -> line.substring(2)).toList());
        }
        ShellLines lines = new ShellLines(typed + "\n");
        lines.read();
        return List.copyOf(lines.commands);
    }

    /// The words after `lapwing` of every command that is one of the product's.
    static List<List<String>> lapwing(String text) {
        return commands(text).stream()
                .filter(words -> List.of("lapwing", "./lapwing").contains(words.getFirst()))
                .map(words -> words.subList(1, words.size()))
                .toList();
    }

    private void read() {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\'' || c == '"') {
                int end = text.indexOf(c, at + 1);
                word.append(text, at + 1, end < 0 ? text.length() : end);
                begun = true;
                at = end < 0 ? text.length() : end + 1;
            } else if (c == '#' && !begun) {
                at = text.indexOf('\n', at);
            } else {
                take(c);
                at++;
            }
        }
    }

    private void take(char c) {
        switch (c) {
            case ' ', '\t' -> endWord();
            case '|', '&', ';', '\n', '(', ')' -> endCommand();
            case '<', '>' -> {
                endWord();
                redirected = true;
            }
            default -> {
                word.append(c);
                begun = true;
            }
        }
    }

    private void endWord() {
        if (begun && !redirected) {
            words.add(word.toString());
        }
        redirected = redirected && !begun;
        word.setLength(0);
        begun = false;
    }

    private void endCommand() {
        endWord();
        redirected = false;
        if (!words.isEmpty()) {
            commands.add(List.copyOf(words));
        }
        words.clear();
    }
}
