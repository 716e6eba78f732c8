package io.lapwing.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// Shows a page of the manual.
@Command(
        name = "help",
        description = "Show this page, or the page of a command: lapwing help COMMAND.",
        footer = {"", "@|bold Example|@", "  lapwing help admin device create"})
final class HelpCommand implements Callable<Integer> {
    private final Context context;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command's words.")
    private List<String> words = new ArrayList<>();

    HelpCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        CommandLine at = spec.root().commandLine();
        for (String word : words) {
            CommandLine next = at.getSubcommands().get(word);
            if (next == null) {
                throw unknown(at, word);
            }
            at = next;
        }
        at.usage(context.surroundings().out(), at.getColorScheme());
        return ExitCode.DONE.number();
    }

    private static ParameterException unknown(CommandLine at, String word) {
        return new UnmatchedArgumentException(at, List.of(word));
    }
}
