package io.lapwing.platform;

import io.lapwing.kms.Actor;
import io.lapwing.service.people.Principal;
import java.util.List;
import picocli.CommandLine.Command;

/// `admin webhook list`.
@Command(
        name = "list",
        description = "List the webhooks, and why one gets nothing through.",
        footer = {"", "@|bold Example|@", "  lapwing admin webhook list --json"})
final class WebhookListTask extends AdminTask {
    WebhookListTask(Context context) {
        super(context);
    }

    /// What is answered.
    record All(List<WebhookView> webhooks) {}

    @Override
    ExitCode run(Platform platform, Actor actor) {
        List<WebhookView> views =
                platform.messengers().webhooks().list(Principal.local(actor.name())).stream()
                        .map(WebhookView::of)
                        .toList();
        return answer(new All(views), terminal -> terminal.table(table(views)));
    }

    private static TextTable table(List<WebhookView> views) {
        TextTable table = new TextTable("id", "state", "url", "types", "problem");
        for (WebhookView view : views) {
            table.row(
                    view.id(),
                    view.state(),
                    view.url(),
                    view.types().isEmpty() ? "all" : String.join(" ", view.types()),
                    view.problem().orElse("-"));
        }
        return table;
    }
}
