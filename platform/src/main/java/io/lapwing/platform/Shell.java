package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Reads a command line and runs the command it names.
final class Shell {
    private final Context context;
    private final CommandLine commandLine;

    private Shell(Surroundings surroundings, Optional<Platform> running) {
        var options = new GlobalOptions();
        context = new Context(surroundings, options, running);
        commandLine = new CommandLine(options);
        List<Section> sections = Commands.all(context);
        for (Section section : sections) {
            section.commands().forEach(commandLine::addSubcommand);
        }
        Manual.write(commandLine, sections);
        commandLine
                .setOut(surroundings.out())
                .setErr(surroundings.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(Terminal.columns(surroundings.environment()))
                .setParameterExceptionHandler(this::wrongUsage)
                .setExecutionExceptionHandler((failure, _, _) -> failed(failure));
    }

    /// Runs one command.
    ///
    /// @return the number of an [ExitCode]
    static int run(Surroundings surroundings, String... args) {
        return new Shell(surroundings, Optional.empty()).execute(args);
    }

    /// Runs one command of an administrator inside the process where the platform runs.
    ///
    /// @return the number of an [ExitCode]
    static int runInside(Platform platform, Surroundings surroundings, String... args) {
        return new Shell(surroundings, Optional.of(platform)).execute(args);
    }

    /// Everything that can be asked for, as picocli holds it.
    static CommandLine model(Surroundings surroundings) {
        return new Shell(surroundings, Optional.empty()).commandLine;
    }

    private int execute(String... args) {
        context.typed(args);
        boolean colour =
                Terminal.takesColour(context.surroundings().environment())
                        && !List.of(args).contains("--no-color");
        commandLine.setColorScheme(
                CommandLine.Help.defaultColorScheme(colour ? Ansi.ON : Ansi.OFF));
        String[] asked = args.length == 0 ? new String[] {"help"} : args;
        return commandLine.execute(asked);
    }

    private int wrongUsage(ParameterException wrong, String[] args) {
        Terminal terminal = context.terminal();
        CommandLine asked = wrong.getCommandLine();
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().getFirst();
            terminal.error(
                    (word.startsWith("-") ? "no such option: " : "no such command: ") + word);
            List<String> near = Hints.near(asked, unmatched.getUnmatched());
            if (!near.isEmpty()) {
                terminal.error("did you mean " + String.join(" or ", near) + "?");
            }
        } else {
            terminal.error(Objects.requireNonNullElse(wrong.getMessage(), "wrong usage"));
        }
        String name = asked.getCommandSpec().qualifiedName().replaceFirst("^lapwing ?", "");
        terminal.error(("see: lapwing help " + name).stripTrailing());
        return ExitCode.USAGE.number();
    }

    private int failed(Exception failure) {
        Terminal terminal = context.terminal();
        if (failure instanceof Fault fault) {
            terminal.error(fault.getMessage());
            return ExitCode.of(fault.kind()).number();
        }
        terminal.error("a defect of Lapwing: " + failure);
        failure.printStackTrace(context.surroundings().err());
        return ExitCode.FAILED.number();
    }
}
