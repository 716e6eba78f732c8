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
        rows.put(id, new Versioned<>(1, view(id, madeBy, "https://example.com/in", "active")));
    }

    private static WebhookView view(String id, String madeBy, String url, String state) {
        return new WebhookView(
                id,
                url,
                List.of("join."),
                state,
                madeBy,
                "2026-01-01T00:00:00Z",
                1,
                Optional.of("no route to host"));
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
    public Versioned<WebhookView> create(Principal who, WebhookForm form) {
        return put(1, view("hook-new", who.toString(), form.url(), "active"));
    }

    private Versioned<WebhookView> put(long version, WebhookView view) {
        Versioned<WebhookView> row = new Versioned<>(version, view);
        rows.put(view.id(), row);
        return row;
    }

    private Versioned<WebhookView> in(Principal who, String id, String state) {
        Versioned<WebhookView> row = find(who, id);
        WebhookView view = row.value();
        return put(row.version() + 1, view(id, view.madeBy(), view.url(), state));
    }

    @Override
    public Versioned<WebhookView> pause(Principal who, String id) {
        return in(who, id, "paused");
    }

    @Override
    public Versioned<WebhookView> resume(Principal who, String id) {
        return in(who, id, "active");
    }

    @Override
    public DeliveryView test(Principal who, String id) {
        find(who, id);
        return new DeliveryView("2026-01-01T00:00:00Z", "test-1", Optional.of("refused"));
    }

    @Override
    public Versioned<WebhookView> change(
            Principal who, String id, OptionalLong version, WebhookForm form) {
        Versioned<WebhookView> row = find(who, id);
        if (version.isPresent() && version.getAsLong() != row.version()) {
            throw new Fault(Fault.Kind.CONFLICT, "another version");
        }
        return put(
                row.version() + 1, view(id, row.value().madeBy(), form.url(), row.value().state()));
    }

    @Override
    public void remove(Principal who, String id, OptionalLong version) {
        find(who, id);
        rows.remove(id);
    }

    @Override
    public KeyView key(Principal who) {
        return new KeyView("ES256", "-----BEGIN PUBLIC KEY-----");
    }

    @Override
    public List<DeliveryView> deliveries(Principal who, String id) {
        find(who, id);
        return List.of(new DeliveryView("2026-01-01T00:00:00Z", "main-7", Optional.empty()));
    }
}
