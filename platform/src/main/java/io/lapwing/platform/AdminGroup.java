package io.lapwing.platform;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// A word under which commands stand; alone, it shows its page.
@Command
final class AdminGroup implements Callable<Integer> {
    private final Context context;

    @Spec private CommandSpec spec = CommandSpec.create();

    private AdminGroup(Context context) {
        this.context = context;
    }

    /// @param purpose the first line of its page, and what the page above says of it
    /// @param commands objects of classes that carry picocli's `@Command`, or further groups
    static CommandLine of(Context context, String name, String purpose, List<Object> commands) {
        CommandLine group = new CommandLine(new AdminGroup(context));
        group.setCommandName(name);
        group.getCommandSpec().usageMessage().description(purpose);
        for (Object command : commands) {
            group.addSubcommand(command);
        }
        return group;
    }

    @Override
    public Integer call() {
        CommandLine at = spec.commandLine();
        at.usage(context.surroundings().out(), at.getColorScheme());
        return ExitCode.DONE.number();
    }
}
