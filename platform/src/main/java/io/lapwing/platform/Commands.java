package io.lapwing.platform;

import java.util.List;

/// Every command there is, in the order of the manual. A new command is a class and a place in this list.
final class Commands {
    private Commands() {}

    static List<Section> all(Context context) {
        return List.of(
                new Section(
                        "Run it",
                        List.of(
                                DemoCommand.tree(context),
                                new UpCommand(context),
                                new CentralCommand(context),
                                NodeCommands.tree(context),
                                new DeviceImageCommand(context),
                                new BenchServerCommand(context),
                                AdminCommands.tree(context))),
                new Section(
                        "Check it",
                        List.of(
                                new TestCommand(context),
                                new InteropCommand(context),
                                BenchCommands.tree(context))),
                new Section(
                        "Know it",
                        List.of(
                                new HelpCommand(context),
                                new CompletionCommand(context),
                                new VersionCommand(context),
                                new WarmUpCommand(context))));
    }
}
