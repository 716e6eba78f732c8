package io.lapwing.platform;

import io.lapwing.console.Desks;
import io.lapwing.console.WebhookDesk;
import io.lapwing.service.people.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `admin webhook change`.
@Command(
        name = "change",
        description = "Post to another address, or other events; what is not said stays.",
        footer = {
            "",
            "@|bold Examples|@",
            "  lapwing admin webhook change 019a3f5c2e8001020304 --url https://ops.example/other",
            "  lapwing admin webhook change 019a3f5c2e8001020304 --type alarm --type join.",
            "  lapwing admin webhook change 019a3f5c2e8001020304 --all-types"
        })
final class WebhookChangeTask extends DeskTask {
    @Parameters(paramLabel = "ID", description = "Which: see admin webhook list.")
    private String id = "";

    @Option(names = "--url", paramLabel = "URL", description = "Where to: https.")
    private @Nullable String url;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "Beginning of a type of events; several times.")
    private List<String> types = new ArrayList<>();

    @Option(names = "--all-types", description = "Events of every type.")
    private boolean all;

    WebhookChangeTask(Context context) {
        super(context);
    }

    @Override
    ExitCode run(Desks desks, Principal who) {
        WebhookDesk.WebhookView now = desks.webhooks().find(who, id).value();
        List<String> wanted = types.isEmpty() && !all ? now.types() : types;
        WebhookDesk.WebhookView changed =
                desks.webhooks()
                        .change(
                                who,
                                id,
                                OptionalLong.empty(),
                                new WebhookDesk.WebhookForm(url == null ? now.url() : url, wanted))
                        .value();
        return answer(
                changed,
                terminal ->
                        terminal.line(
                                changed.id() + "  " + changed.state() + "  " + changed.url()));
    }
}
