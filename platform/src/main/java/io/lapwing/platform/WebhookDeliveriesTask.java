package io.lapwing.platform;

import io.lapwing.console.Desks;
import io.lapwing.console.WebhookDesk;
import io.lapwing.service.people.Principal;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `admin webhook deliveries`.
@Command(
        name = "deliveries",
        description =
                "List the last deliveries to a webhook, newest first, and why one was in vain.",
        footer = {
            "",
            "@|bold Example|@",
            "  lapwing admin webhook deliveries 019a3f5c2e8001020304"
        })
final class WebhookDeliveriesTask extends DeskTask {
    @Parameters(paramLabel = "ID", description = "Which: see admin webhook list.")
    private String id = "";

    WebhookDeliveriesTask(Context context) {
        super(context);
    }

    /// What is answered.
    record Listed(List<WebhookDesk.DeliveryView> deliveries) {}

    @Override
    ExitCode run(Desks desks, Principal who) {
        List<WebhookDesk.DeliveryView> deliveries = desks.webhooks().deliveries(who, id);
        return answer(
                new Listed(deliveries),
                terminal -> {
                    TextTable table = new TextTable("at", "delivery", "problem");
                    deliveries.forEach(
                            one -> table.row(one.at(), one.delivery(), one.problem().orElse("-")));
                    terminal.table(table);
                });
    }
}
