package io.lapwing.platform;

import io.lapwing.console.Desks;
import io.lapwing.console.WebhookDesk;
import io.lapwing.service.people.Principal;
import picocli.CommandLine.Command;

/// `admin webhook key`.
@Command(
        name = "key",
        description = "Print the public key by which receivers check that a delivery is from here.",
        footer = {"", "@|bold Example|@", "  lapwing admin webhook key > lapwing-webhooks.pem"})
final class WebhookKeyTask extends DeskTask {
    WebhookKeyTask(Context context) {
        super(context);
    }

    @Override
    ExitCode run(Desks desks, Principal who) {
        WebhookDesk.KeyView key = desks.webhooks().key(who);
        return answer(key, terminal -> terminal.line(key.publicKey().strip()));
    }
}
