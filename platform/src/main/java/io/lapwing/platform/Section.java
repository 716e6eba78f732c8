package io.lapwing.platform;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// Commands that stand together in the manual.
///
/// @param title what one does with them
/// @param commands objects of classes that carry picocli's `@Command`, or a [CommandLine] of one with commands below it
record Section(String title, List<Object> commands) {
    Section {
        commands = List.copyOf(commands);
    }

    boolean holds(CommandSpec command) {
        return commands.contains(command.userObject()) || commands.contains(command.commandLine());
    }
}
