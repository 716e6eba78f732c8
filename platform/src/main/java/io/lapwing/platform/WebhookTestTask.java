package io.lapwing.platform;

import io.lapwing.kms.Actor;
import io.lapwing.service.events.Webhooks;
import io.lapwing.service.people.Principal;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `admin webhook test`.
@Command(
        name = "test",
        description = "Post a test event at once, and say whether the receiver took it.",
        footer = {"", "@|bold Example|@", "  lapwing admin webhook test 019a3f5c2e8001020304"})
final class WebhookTestTask extends AdminTask {
    @Parameters(paramLabel = "ID", description = "Which: see admin webhook list.")
    private String id = "";

    WebhookTestTask(Context context) {
        super(context);
    }

    /// What became of it.
    record Tested(boolean taken, Optional<String> problem) {}

    @Override
    ExitCode run(Platform platform, Actor actor) {
        Webhooks.Attempt attempt =
                platform.messengers().webhooks().test(Principal.local(actor.name()), id);
        Tested tested = new Tested(attempt.problem().isEmpty(), attempt.problem());
        answer(
                tested,
                terminal -> {
                    if (tested.taken()) {
                        terminal.good("the receiver took it");
                    } else {
                        terminal.bad(tested.problem().orElse(""));
                    }
                });
        return tested.taken() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
