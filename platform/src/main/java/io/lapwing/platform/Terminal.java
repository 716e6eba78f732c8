package io.lapwing.platform;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a command writes: results on standard output, progress and complaints on standard error.
///
/// The same text with and without colour; without a terminal there is neither colour nor a line that rewrites itself.
final class Terminal {
    /// The width of a text whose reader is no terminal.
    private static final int PLAIN_COLUMNS = 100;

    /// The launcher sets it to the terminal's width when standard output is a terminal.
    private static final String COLUMNS = "LAPWING_COLUMNS";

    private final PrintWriter out;
    private final PrintWriter err;
    private final int columns;
    private final boolean colour;
    private final boolean quiet;

    Terminal(PrintWriter out, PrintWriter err, int columns, boolean colour, boolean quiet) {
        this.out = out;
        this.err = err;
        this.columns = columns;
        this.colour = colour;
        this.quiet = quiet;
    }

    /// The width in characters, 60 to 160.
    static int columns(Map<String, String> environment) {
        String said = environment.getOrDefault(COLUMNS, "");
        if (!said.matches("[0-9]{1,4}")) {
            return PLAIN_COLUMNS;
        }
        return Math.clamp(Integer.parseInt(said), 60, 160);
    }

    /// Whether the reader is a terminal that wants colour (no-color.org).
    static boolean takesColour(Map<String, String> environment) {
        return environment.containsKey(COLUMNS)
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /// The variables of the environment that decide how to write.
    static Map<String, String> variables(Map<String, String> environment) {
        Map<String, String> deciding = new HashMap<>(environment);
        deciding.keySet().retainAll(List.of(COLUMNS, "NO_COLOR", "TERM"));
        return deciding;
    }

    int columns() {
        return columns;
    }

    /// A line of the result.
    void line(String text) {
        out.println(text);
        out.flush();
    }

    /// A blank line of the result.
    void line() {
        line("");
    }

    /// A line that names what follows.
    void heading(String text) {
        line(styled(Style.BOLD, text));
    }

    /// A thing that was checked and is true.
    void good(String text) {
        line(styled(Style.GREEN, "ok") + "    " + text);
    }

    /// A thing that was checked and is not true.
    void bad(String text) {
        line(styled(Style.RED, "FAIL") + "  " + text);
    }

    /// A remark on the way, for people; nothing when quiet.
    void note(String text) {
        if (!quiet) {
            err.println(styled(Style.FAINT, text));
            err.flush();
        }
    }

    /// A complaint.
    void error(String text) {
        err.println(styled(Style.RED, "lapwing: ") + text);
        err.flush();
    }

    void table(TextTable table) {
        table.lines(columns).forEach(this::line);
    }

    /// Begins to show how far a long work is.
    ///
    /// @param total how many steps there are, or 0 when nobody knows
    Progress progress(String what, long total) {
        return new Progress(quiet ? null : err, colour, what, total);
    }

    private String styled(Style style, String text) {
        return colour ? style.code + text + "\u001b[0m" : text;
    }

    private enum Style {
        BOLD("\u001b[1m"),
        FAINT("\u001b[2m"),
        RED("\u001b[31m"),
        GREEN("\u001b[32m");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }
}
