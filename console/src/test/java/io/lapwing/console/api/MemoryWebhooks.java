package io.lapwing.console.api;

import io.lapwing.console.Page;
import io.lapwing.console.Versioned;
import io.lapwing.console.WebhookDesk;
import io.lapwing.crypto.Fault;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;

/// Webhooks in memory: each is its maker's.
final class MemoryWebhooks implements WebhookDesk {
    private final Map<String, Versioned<WebhookView>> rows = new ConcurrentSkipListMap<>();

    void put(String id, String madeBy) {
        rows.put(id, new Versioned<>(1, view(id, madeBy, "https://example.com/in", true)));
    }

    private static WebhookView view(String id, String madeBy, String url, boolean enabled) {
        return new WebhookView(
                id, url, List.of("join."), enabled, madeBy, Optional.of("no route to host"));
    }

    private static boolean mine(Principal who, WebhookView hook) {
        return hook.madeBy().equals(who.toString())
                || who.may(Permission.WEBHOOK_CHANGE, Target.PLATFORM);
    }

    @Override
    public Page<WebhookView> page(Principal who, Optional<String> after, int limit) {
        return new Page<>(
                rows.values().stream()
                        .map(Versioned::value)
                        .filter(hook -> mine(who, hook))
                        .toList(),
                Optional.empty());
    }

    @Override
    public Versioned<WebhookView> find(Principal who, String id) {
        return Optional.ofNullable(rows.get(id))
                .filter(row -> mine(who, row.value()))
                .orElseThrow(() -> Objects.unknown("webhook"));
    }

    @Override
    public Made create(Principal who, WebhookForm form) {
        WebhookView made = view("hook-new", who.toString(), form.url(), form.enabled());
        rows.put(made.id(), new Versioned<>(1, made));
        return new Made(1, made, "c2VjcmV0");
    }

    @Override
    public Versioned<WebhookView> change(
            Principal who, String id, OptionalLong version, WebhookForm form) {
        Versioned<WebhookView> row = find(who, id);
        if (version.isPresent() && version.getAsLong() != row.version()) {
            throw new Fault(Fault.Kind.CONFLICT, "another version");
        }
        Versioned<WebhookView> changed =
                new Versioned<>(
                        row.version() + 1,
                        view(id, row.value().madeBy(), form.url(), form.enabled()));
        rows.put(id, changed);
        return changed;
    }

    @Override
    public void remove(Principal who, String id, OptionalLong version) {
        find(who, id);
        rows.remove(id);
    }

    @Override
    public List<DeliveryView> deliveries(Principal who, String id) {
        find(who, id);
        return List.of(new DeliveryView("2026-01-01T00:00:00Z", 7, "200", 1));
    }
}
