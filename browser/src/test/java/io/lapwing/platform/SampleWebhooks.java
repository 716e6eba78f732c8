package io.lapwing.platform;

import io.lapwing.console.Page;
import io.lapwing.console.Versioned;
import io.lapwing.console.WebhookDesk;
import io.lapwing.crypto.Fault;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A webhook that works and one that does not.
final class SampleWebhooks implements WebhookDesk {
    private static final String AT = "2026-11-21T08:12:00Z";

    private static final List<WebhookView> HOOKS =
            List.of(
                    hook("hook-1", "https://events.example/lapwing", "active", Optional.empty()),
                    hook("hook-2", "https://old.example/in", "failed", Optional.of("answer 503")));

    private static WebhookView hook(String id, String url, String state, Optional<String> problem) {
        List<String> types = List.of("join.", "alarm.");
        return new WebhookView(
                id, url, types, state, "user:anna", AT, problem.isPresent() ? 7 : 0, problem);
    }

    @Override
    public Page<WebhookView> page(Principal who, Optional<String> after, int limit) {
        who.require(Permission.WEBHOOK_CHANGE);
        return new Page<>(HOOKS, Optional.empty());
    }

    @Override
    public Versioned<WebhookView> find(Principal who, String id) {
        return HOOKS.stream()
                .filter(hook -> hook.id().equals(id))
                .findFirst()
                .map(hook -> new Versioned<>(1, hook))
                .orElseThrow(() -> new Fault(Fault.Kind.NOT_FOUND, "no webhook " + id));
    }

    @Override
    public Versioned<WebhookView> create(Principal who, WebhookForm form) {
        return new Versioned<>(1, hook("hook-3", form.url(), "active", Optional.empty()));
    }

    @Override
    public Versioned<WebhookView> pause(Principal who, String id) {
        return find(who, id);
    }

    @Override
    public Versioned<WebhookView> resume(Principal who, String id) {
        return find(who, id);
    }

    @Override
    public DeliveryView test(Principal who, String id) {
        return deliveries(who, id).getFirst();
    }

    @Override
    public Versioned<WebhookView> change(
            Principal who, String id, OptionalLong version, WebhookForm form) {
        return find(who, id);
    }

    @Override
    public void remove(Principal who, String id, OptionalLong version) {
        find(who, id);
    }

    @Override
    public KeyView key(Principal who) {
        return new KeyView("ES256", "-----BEGIN PUBLIC KEY-----");
    }

    @Override
    public List<DeliveryView> deliveries(Principal who, String id) {
        return List.of(
                new DeliveryView(AT, "48213", Optional.empty()),
                new DeliveryView(AT, "48209", Optional.of("no answer within 10 seconds")));
    }
}
