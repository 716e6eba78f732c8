package io.lapwing.platform;

import io.lapwing.service.events.Webhook;
import io.lapwing.service.events.Webhooks;
import java.util.List;
import java.util.Optional;

/// A webhook as commands show it.
///
/// @param problem why nothing gets through; empty when all is well
record WebhookView(
        String id,
        String url,
        List<String> types,
        String state,
        String madeBy,
        int failures,
        Optional<String> problem) {
    static WebhookView of(Webhooks.Seen seen) {
        Webhook webhook = seen.webhook();
        return new WebhookView(
                webhook.id(),
                webhook.url(),
                webhook.types(),
                Words.of(webhook.state()),
                webhook.madeBy(),
                webhook.failures(),
                webhook.problem());
    }

    void write(Terminal terminal) {
        terminal.line(id + "  " + state + "  " + url);
    }
}
