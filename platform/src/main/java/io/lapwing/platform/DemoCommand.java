package io.lapwing.platform;

import io.lapwing.service.Json;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Tells stories of what the product can do, and checks every word of them.
@Command(
        name = "demo",
        description = {
            "Watch devices join: a story in which everything said is also checked.",
            "",
            "Starts a platform of its own in a temporary folder, with a network server, an owner's"
                    + " application server, a factory's station and devices as its guests; needs"
                    + " nothing and asks nothing. Exit code 0 says that every check was true."
        },
        customSynopsis = {
            "lapwing demo [STORY] [--json]",
            "       lapwing demo --list",
            "       lapwing demo joins --input FILE [--reveal] [--json]",
            "       lapwing demo trust [--profile PROFILE] [--sf N] [--loss SHARE] [--pictures DIR] [--json]",
            "       lapwing demo device [--seed N] [--pictures DIR] [--json]"
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  lapwing demo",
            "  lapwing demo all --json",
            "  lapwing demo joins --input docs/examples/joins.json",
            "  lapwing demo trust",
            "  lapwing demo device"
        })
final class DemoCommand implements Callable<Integer> {
    private final Context context;
    private final Stories stories;
    private final Json json = Json.strict().build();

    @Parameters(
            arity = "0..1",
            paramLabel = "STORY",
            defaultValue = "",
            description = "Which one; all for every one there is. The first when none is named.")
    private String story = "";

    @Option(names = "--list", description = "Name the stories there are.")
    private boolean list;

    DemoCommand(Context context, Stories stories) {
        this.context = context;
        this.stories = stories;
    }

    /// The command, and those below it.
    static CommandLine tree(Context context) {
        CardSource cards = new LabCard(new LabProcess(context));
        return new CommandLine(new DemoCommand(context, Stories.ofTheProduct(cards)))
                .addSubcommand(new DemoJoinsCommand(context))
                .addSubcommand(new DemoTrustCommand(context))
                .addSubcommand(new DemoDeviceCommand(context, cards));
    }

    /// The result of several stories as JSON.
    record Reports(boolean held, List<StoryReport> stories) {}

    /// A story as it is listed.
    record Entry(String name, String description) {}

    @Override
    public Integer call() {
        return list ? list() : tell(stories.named(story));
    }

    private int list() {
        List<Entry> entries =
                stories.all().stream()
                        .map(one -> new Entry(one.name(), one.description()))
                        .toList();
        if (context.json()) {
            context.terminal().line(json.pretty(entries));
        } else {
            TextTable table = new TextTable("Story", "What it shows");
            entries.forEach(entry -> table.row(entry.name(), entry.description()));
            context.terminal().table(table);
        }
        return ExitCode.DONE.number();
    }

    private int tell(List<Story> told) {
        Narrator narrator = new Narrator(context.terminal(), !context.json());
        List<StoryReport> reports = told.stream().map(narrator::hear).toList();
        boolean held = reports.stream().allMatch(StoryReport::held);
        if (context.json()) {
            context.terminal()
                    .line(
                            json.pretty(
                                    story.equals(Stories.ALL)
                                            ? new Reports(held, reports)
                                            : reports.getFirst()));
        }
        return (held ? ExitCode.DONE : ExitCode.FAILED).number();
    }
}
