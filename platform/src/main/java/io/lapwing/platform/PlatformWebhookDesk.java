package io.lapwing.platform;

import io.lapwing.console.Page;
import io.lapwing.console.Versioned;
import io.lapwing.console.WebhookDesk;
import io.lapwing.service.events.Webhook;
import io.lapwing.service.events.Webhooks;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// Webhooks for people.
final class PlatformWebhookDesk implements WebhookDesk {
    private final Webhooks webhooks;
    private final Supplier<PublicKey> key;

    /// @param key by which signatures are checked
    PlatformWebhookDesk(Webhooks webhooks, Supplier<PublicKey> key) {
        this.webhooks = webhooks;
        this.key = key;
    }

    @Override
    public Page<WebhookView> page(Principal who, Optional<String> after, int limit) {
        List<Webhook> found =
                webhooks.list(who).stream()
                        .map(Webhooks.Seen::webhook)
                        .filter(one -> after.isEmpty() || one.id().compareTo(after.get()) > 0)
                        .limit(limit + 1L)
                        .toList();
        return Page.of(found, limit, Webhook::id, PlatformWebhookDesk::view);
    }

    @Override
    public Versioned<WebhookView> find(Principal who, String id) {
        return view(webhooks.find(who, id));
    }

    @Override
    public Versioned<WebhookView> create(Principal who, WebhookForm form) {
        return view(webhooks.add(who, form.url(), form.types()));
    }

    @Override
    public Versioned<WebhookView> change(
            Principal who, String id, OptionalLong version, WebhookForm form) {
        return view(webhooks.change(who, id, version, form.url(), form.types()));
    }

    @Override
    public Versioned<WebhookView> pause(Principal who, String id) {
        return view(webhooks.pause(who, id));
    }

    @Override
    public Versioned<WebhookView> resume(Principal who, String id) {
        return view(webhooks.resume(who, id));
    }

    @Override
    public DeliveryView test(Principal who, String id) {
        return view(webhooks.test(who, id));
    }

    @Override
    public void remove(Principal who, String id, OptionalLong version) {
        webhooks.remove(who, id, version);
    }

    @Override
    public KeyView key(Principal who) {
        who.require(Permission.OVERVIEW_READ);
        return new KeyView("ES256", PublicKeyPem.text(key.get()));
    }

    @Override
    public List<DeliveryView> deliveries(Principal who, String id) {
        return webhooks.attempts(who, id).stream().map(PlatformWebhookDesk::view).toList();
    }

    private static Versioned<WebhookView> view(Webhooks.Seen seen) {
        return new Versioned<>(seen.version(), view(seen.webhook()));
    }

    private static WebhookView view(Webhook webhook) {
        return new WebhookView(
                webhook.id(),
                webhook.url().toString(),
                webhook.types(),
                Words.of(webhook.state()),
                webhook.madeBy(),
                webhook.madeAt().toString(),
                webhook.failures(),
                webhook.problem());
    }

    private static DeliveryView view(Webhooks.Attempt attempt) {
        return new DeliveryView(attempt.at().toString(), attempt.delivery(), attempt.problem());
    }
}
