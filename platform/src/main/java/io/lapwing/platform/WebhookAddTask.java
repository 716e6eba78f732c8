package io.lapwing.platform;

import io.lapwing.kms.Actor;
import io.lapwing.service.people.Principal;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `admin webhook add`.
@Command(
        name = "add",
        description = {
            "Post events to an address from now on.",
            "",
            "Addresses of private networks are refused unless the configuration allows them."
        },
        footer = {
            "",
            "@|bold Example|@",
            "  lapwing admin webhook add https://ops.example/lapwing --type alarm --type device."
        })
final class WebhookAddTask extends AdminTask {
    @Parameters(paramLabel = "URL", description = "Where to: https.")
    private String url = "";

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "Beginning of a type of events; several times. All without.")
    private List<String> types = new ArrayList<>();

    WebhookAddTask(Context context) {
        super(context);
    }

    @Override
    ExitCode run(Platform platform, Actor actor) {
        WebhookView made =
                WebhookView.of(
                        platform.messengers()
                                .webhooks()
                                .add(Principal.local(actor.name()), url, types));
        return answer(made, made::write);
    }
}
