package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ShellTest {
    private final Trial trial = new Trial();

    @Test
    void showsEveryCommandInItsSectionWithItsPurpose() {
        int code = trial.run("help");

        assertThat(code).isZero();
        for (CommandLine command : Shell.model(trial.surroundings()).getSubcommands().values()) {
            var page = command.getCommandSpec().usageMessage();
            if (!page.hidden()) {
                assertThat(trial.out())
                        .contains(command.getCommandName())
                        .contains(page.description()[0]);
            }
        }
        assertThat(trial.out()).doesNotContain("warm-up");
    }

    @Test
    void showsTheFirstPageWhenNothingIsAsked() {
        int code = trial.run();

        assertThat(code).isZero();
        assertThat(trial.out()).startsWith("Usage: lapwing [options] COMMAND");
    }

    @Test
    void tellsTheMeaningOfEveryExitCode() {
        trial.run("help");

        for (ExitCode code : ExitCode.values()) {
            assertThat(trial.out()).contains(code.number() + "   " + code.meaning());
        }
    }

    @Test
    void showsTheSamePageByOptionAndByHelp() {
        trial.run("completion", "--help");
        String byOption = trial.out();
        var other = new Trial();

        other.run("help", "completion");

        assertThat(byOption).contains("Usage: lapwing completion bash|zsh").isEqualTo(other.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hlep", "helo", "hel"})
    void hintsAtTheCommandThatWasMeant(String word) {
        int code = trial.run(word);

        assertThat(code).isEqualTo(ExitCode.USAGE.number());
        assertThat(trial.err())
                .contains("no such command: " + word)
                .contains("did you mean help")
                .contains("see: lapwing help");
    }

    @Test
    void guessesNothingFromAWordLikeNone() {
        int code = trial.run("zebra");

        assertThat(code).isEqualTo(ExitCode.USAGE.number());
        assertThat(trial.err()).contains("no such command: zebra").doesNotContain("did you mean");
    }

    @Test
    void hintsAtTheOptionThatWasMeant() {
        int code = trial.run("version", "--jsno");

        assertThat(code).isEqualTo(ExitCode.USAGE.number());
        assertThat(trial.err())
                .contains("no such option: --jsno")
                .contains("did you mean --json?")
                .contains("see: lapwing help version");
    }

    @Test
    void refusesHelpOnWhatIsNoCommand() {
        int code = trial.run("help", "versio");

        assertThat(code).isEqualTo(ExitCode.USAGE.number());
        assertThat(trial.err()).contains("did you mean version?");
    }

    @Test
    void takesGlobalOptionsBeforeAndAfterTheCommand() {
        assertThat(trial.run("--quiet", "version")).isZero();
        assertThat(trial.run("version", "--quiet")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void writesACompletionScriptThatKnowsTheCommands(String shell) {
        int code = trial.run("completion", shell);

        assertThat(code).isZero();
        assertThat(trial.out()).contains("complete -F").contains("completion").contains("version");
    }

    @Test
    void namesTheShellsThatItCanComplete() {
        int code = trial.run("completion", "fish");

        assertThat(code).isEqualTo(ExitCode.USAGE.number());
        assertThat(trial.err()).contains("fish").containsIgnoringCase("bash, zsh");
    }

    @Test
    void writesPlainTextWithoutATerminal() {
        trial.run("help");

        assertThat(trial.out()).doesNotContain("\u001b");
    }

    @Test
    void writesInColourOnATerminalUnlessToldNotTo() {
        var terminal = new Trial().with("LAPWING_COLUMNS", "80");
        terminal.run("help");
        var plain = new Trial().with("LAPWING_COLUMNS", "80");
        plain.run("help", "--no-color");
        var noColor = new Trial().with("LAPWING_COLUMNS", "80").with("NO_COLOR", "1");
        noColor.run("help");

        assertThat(terminal.out()).contains("\u001b[1m");
        assertThat(plain.out()).doesNotContain("\u001b");
        assertThat(noColor.out()).doesNotContain("\u001b");
    }

    @Test
    void saysWhichVersionItIsForPeopleAndForPrograms() {
        var programs = new Trial();

        assertThat(trial.run("version")).isZero();
        assertThat(programs.run("version", "--json")).isZero();

        assertThat(trial.out()).startsWith("lapwing ").contains("Java " + Runtime.version());
        assertThat(programs.out()).contains("\"java\" : \"" + Runtime.version());
    }

    @Test
    void warmsUpWithoutATrace() {
        int code = trial.run("warm-up");

        assertThat(trial.err()).isEmpty();
        assertThat(trial.out()).isEmpty();
        assertThat(code).isZero();
    }
}
