package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private Terminal terminal(boolean colour, boolean quiet) {
        return new Terminal(new PrintWriter(out), new PrintWriter(err), 40, colour, quiet);
    }

    @Test
    void laysATableOutWithNumbersToTheRight() {
        var table =
                new TextTable("check", "joins").row("1.0.3", 7).row("1.1", 12_345).row("all", 9L);

        terminal(false, false).table(table);

        assertThat(out)
                .hasToString(
                        """
                        check   joins
                        -----  ------
                        1.0.3       7
                        1.1    12,345
                        all         9
                        """);
    }

    @Test
    void cutsATableAtTheWidth() {
        var table = new TextTable("what", "why").row("x", "y".repeat(60));

        assertThat(table.lines(40))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(40));
        assertThat(table.lines(40).getLast()).endsWith("…");
    }

    @Test
    void showsProgressInTenthsWhereNothingRewrites() {
        try (Progress progress = terminal(false, false).progress("import", 1000)) {
            for (int done = 1; done <= 1000; done++) {
                progress.at(done);
            }
        }

        assertThat(err.toString().lines()).hasSize(11).endsWith("import: 1,000 of 1,000 (100 %)");
    }

    @Test
    void rewritesOneLineOfProgressOnATerminal() {
        try (Progress progress = terminal(true, false).progress("import", 1000)) {
            progress.at(500);
        }

        assertThat(err).hasToString("\r\u001b[Kimport: 500 of 1,000 (50 %)\r\u001b[K");
    }

    @Test
    void countsStepsWhenNobodyKnowsHowMany() {
        try (Progress progress = terminal(false, false).progress("export", 0)) {
            progress.at(20_000);
            progress.at(20_001);
        }

        assertThat(err.toString().lines()).containsExactly("export: 20,000");
    }

    @Test
    void saysNothingOfTheWayWhenQuiet() {
        Terminal terminal = terminal(false, true);

        terminal.note("opening the vault");
        try (Progress progress = terminal.progress("import", 10)) {
            progress.at(10);
        }

        assertThat(err.toString()).isEmpty();
    }

    @Test
    void marksWhatIsTrueAndWhatIsNot() {
        Terminal terminal = terminal(false, false);

        terminal.good("joined");
        terminal.bad("replayed");

        assertThat(out).hasToString("ok    joined%nFAIL  replayed%n".formatted());
    }

    @Test
    void keepsTheWidthReadable() {
        assertThat(Terminal.columns(Map.of())).isEqualTo(100);
        assertThat(Terminal.columns(Map.of("LAPWING_COLUMNS", "20"))).isEqualTo(60);
        assertThat(Terminal.columns(Map.of("LAPWING_COLUMNS", "400"))).isEqualTo(160);
        assertThat(Terminal.columns(Map.of("LAPWING_COLUMNS", "wide"))).isEqualTo(100);
    }

    @Test
    void takesNoColourOnADumbTerminal() {
        assertThat(Terminal.takesColour(Map.of("LAPWING_COLUMNS", "80", "TERM", "dumb"))).isFalse();
        assertThat(Terminal.takesColour(Map.of("LAPWING_COLUMNS", "80", "TERM", "xterm"))).isTrue();
    }
}
