package io.lapwing.console;

import io.lapwing.service.people.Principal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Webhooks of a [World].
record MemoryWebhooks(World world) implements WebhookDesk {
    private WebhookView one() {
        return new WebhookView(
                "w1",
                "https://hooks.example/" + world.text(),
                List.of("join.", world.text()),
                "active",
                "user:anna",
                World.AT,
                2,
                Optional.of(world.text()));
    }

    @Override
    public Page<WebhookView> page(Principal who, Optional<String> after, int limit) {
        return new Page<>(world.empty() ? List.of() : List.of(one()), Optional.empty());
    }

    @Override
    public Versioned<WebhookView> find(Principal who, String id) {
        return new Versioned<>(1, one());
    }

    @Override
    public Versioned<WebhookView> create(Principal who, WebhookForm form) {
        world.done().add("webhook " + form.url());
        return find(who, "w1");
    }

    @Override
    public Versioned<WebhookView> change(
            Principal who, String id, OptionalLong version, WebhookForm form) {
        world.done().add("change " + form.url());
        return find(who, id);
    }

    @Override
    public Versioned<WebhookView> pause(Principal who, String id) {
        world.done().add("pause " + id);
        return find(who, id);
    }

    @Override
    public Versioned<WebhookView> resume(Principal who, String id) {
        world.done().add("resume " + id);
        return find(who, id);
    }

    @Override
    public DeliveryView test(Principal who, String id) {
        return new DeliveryView(World.AT, "d1", Optional.of(world.text()));
    }

    @Override
    public void remove(Principal who, String id, OptionalLong version) {
        world.done().add("remove " + id);
    }

    @Override
    public KeyView key(Principal who) {
        return new KeyView("ES256", "-----BEGIN PUBLIC KEY-----");
    }

    @Override
    public List<DeliveryView> deliveries(Principal who, String id) {
        return world.empty() ? List.of() : List.of(test(who, id));
    }
}
