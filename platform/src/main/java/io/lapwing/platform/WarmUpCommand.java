package io.lapwing.platform;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Does, without a trace, what most starts do. The launcher trains the Java machine's AOT cache (JEP 514) with it.
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try (var nowhere = new PrintWriter(Writer.nullWriter())) {
            showAll(spec.root().commandLine(), nowhere);
        }
        return ExitCode.DONE.number();
    }

    private static void showAll(CommandLine command, PrintWriter nowhere) {
        command.usage(nowhere, command.getColorScheme());
        command.getSubcommands().values().forEach(sub -> showAll(sub, nowhere));
    }
}
