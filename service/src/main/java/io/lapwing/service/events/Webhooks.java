package io.lapwing.service.events;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.Metrics;
import io.lapwing.service.Store;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Scope;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/// Posts events to addresses that people name, in order and at least once, each webhook by itself.
///
/// Safe for use by many threads. What is asked of [Principal]s: `WEBHOOK_CHANGE` for everything here. Someone whose every
/// scope has bounds sees and changes only what he made; those of others do not exist for him.
public final class Webhooks implements AutoCloseable {
    private static final int ID_RANDOM_BYTES = 4;

    private final WebhookRows rows;
    private final Parts parts;
    private final WebhookPoster poster;
    private final SecureRandom random = new SecureRandom();
    private volatile boolean started;
    private final ConcurrentHashMap<String, WebhookCourier> couriers = new ConcurrentHashMap<>();

    /// What it works with.
    ///
    /// @param makers what whoever made a webhook may see now: it is told of no more
    /// @param signer the vault's signing key: message to 64 octets `r | s`
    /// @param tls whom it trusts
    /// @param counter told of each attempt whether it got through
    public record Parts(
            EventFeed feed,
            Makers makers,
            UnaryOperator<Bytes> signer,
            AddressRules addresses,
            SSLContext tls,
            WebhookSettings settings,
            InstantSource clock,
            Consumer<Boolean> counter) {}

    /// What those who made webhooks may see.
    @FunctionalInterface
    public interface Makers {
        /// The scopes of somebody's events as they are now; none for one who is gone or may no longer come in.
        ///
        /// @param madeBy as the audit log names him
        List<Scope> scopes(String madeBy);
    }

    /// A webhook and the version of its row.
    public record Seen(Webhook webhook, long version) {}

    /// One attempt to deliver.
    ///
    /// @param delivery its identifier: that of the last event in it
    /// @param problem why it was in vain; empty when it got through
    public record Attempt(Instant at, String delivery, Optional<String> problem) {}

    /// Webhooks that are told of nothing before [#start].
    public Webhooks(Store store, Parts parts) {
        rows = new WebhookRows(store, parts.clock());
        this.parts = parts;
        poster = new WebhookPoster(parts);
    }

    /// Begins to deliver to all webhooks there are, and to each that is added.
    public void start() {
        started = true;
        rows.all().forEach(stored -> deliverTo(stored.webhook().id()));
    }

    /// What counts attempts, for [Parts].
    public static Consumer<Boolean> counters(Metrics metrics) {
        String help = "Attempts to deliver to webhooks";
        String name = "lapwing_webhook_deliveries_total";
        Metrics.Counter good = metrics.counter(name, help, Map.of("result", "delivered"));
        Metrics.Counter bad = metrics.counter(name, help, Map.of("result", "failed"));
        return delivered -> (delivered ? good : bad).increment();
    }

    private void deliverTo(String id) {
        couriers.computeIfAbsent(
                id,
                key -> {
                    WebhookCourier courier = new WebhookCourier(parts, rows, poster, key);
                    courier.start();
                    return courier;
                });
    }

    /// Makes a webhook for what someone may see; it is told of what happens from now on.
    ///
    /// @param types beginnings of event types; none: all
    /// @throws Fault `BAD_INPUT` for an address that is refused, `EXHAUSTED` past [WebhookSettings#MAX_WEBHOOKS]
    public Seen add(Principal who, String url, List<String> types) {
        who.require(Permission.WEBHOOK_CHANGE);
        checkReachable(url);
        if (rows.all().size() >= WebhookSettings.MAX_WEBHOOKS) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED,
                    "there are %d webhooks, the most there may be: remove one first"
                            .formatted(WebhookSettings.MAX_WEBHOOKS));
        }
        SortedMap<String, Long> cursors = new TreeMap<>();
        cursors.put(parts.feed().log(), parts.feed().newest());
        Instant now = parts.clock().instant();
        Webhook webhook =
                new Webhook(
                        newId(now),
                        url,
                        types,
                        who.toString(),
                        scopes(who),
                        now,
                        Webhook.State.ACTIVE,
                        cursors,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        Seen made = seen(rows.add(webhook, note(who, "webhook.add", Map.of("url", url))));
        if (started) {
            deliverTo(webhook.id());
        }
        return made;
    }

    private static List<Scope> scopes(Principal who) {
        List<Scope> scopes = who.scopes(Permission.EVENTS_READ);
        return scopes.contains(Scope.EVERYTHING) ? List.of(Scope.EVERYTHING) : scopes;
    }

    /// Rises with time, so that rows are in the order of their making.
    private String newId(Instant now) {
        byte[] suffix = new byte[ID_RANDOM_BYTES];
        random.nextBytes(suffix);
        return "%012x%s".formatted(now.toEpochMilli(), HexFormat.of().formatHex(suffix));
    }

    private void checkReachable(String url) {
        var _ = parts.addresses().resolve(AddressRules.host(AddressRules.checkUrl(url)));
    }

    /// Those that someone may see, oldest first.
    public List<Seen> list(Principal who) {
        who.require(Permission.WEBHOOK_CHANGE);
        return rows.all().stream()
                .filter(stored -> sees(who, stored.webhook()))
                .map(Webhooks::seen)
                .toList();
    }

    /// One of them.
    ///
    /// @throws Fault `NOT_FOUND` for one that is not there, or not for him
    public Seen find(Principal who, String id) {
        return seen(require(who, id));
    }

    private WebhookRows.Stored require(Principal who, String id) {
        who.require(Permission.WEBHOOK_CHANGE);
        WebhookRows.Stored stored = rows.require(id);
        if (!sees(who, stored.webhook())) {
            throw WebhookRows.missing(id);
        }
        return stored;
    }

    private static boolean sees(Principal who, Webhook webhook) {
        return who.scopes(Permission.WEBHOOK_CHANGE).contains(Scope.EVERYTHING)
                || webhook.madeBy().equals(who.toString());
    }

    /// Sends it to another address, or other events.
    ///
    /// @param version what he saw; none: whatever it is now
    public Seen change(
            Principal who, String id, OptionalLong version, String url, List<String> types) {
        demandVersion(require(who, id), version);
        checkReachable(url);
        return step(who, id, webhook -> webhook.to(url, types), "webhook.change");
    }

    /// Lets events wait.
    public Seen pause(Principal who, String id) {
        var _ = require(who, id);
        return step(who, id, webhook -> webhook.in(Webhook.State.PAUSED), "webhook.pause");
    }

    /// Delivers again at once, what waited first.
    public Seen resume(Principal who, String id) {
        var _ = require(who, id);
        return step(who, id, webhook -> webhook.in(Webhook.State.ACTIVE), "webhook.resume");
    }

    private Seen step(Principal who, String id, UnaryOperator<Webhook> next, String action) {
        Seen changed = seen(rows.change(id, next, note(who, action, Map.of())));
        WebhookCourier courier = couriers.get(id);
        if (courier != null) {
            courier.lookAgain();
        }
        return changed;
    }

    /// Ends it.
    public void remove(Principal who, String id, OptionalLong version) {
        WebhookRows.Stored seen = require(who, id);
        demandVersion(seen, version);
        WebhookCourier courier = couriers.remove(id);
        if (courier != null) {
            courier.close();
        }
        rows.remove(rows.require(id), note(who, "webhook.remove", Map.of()));
    }

    private static void demandVersion(WebhookRows.Stored seen, OptionalLong version) {
        if (version.isPresent() && version.getAsLong() != seen.version()) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "webhook "
                            + seen.webhook().id()
                            + " was changed meanwhile: read it again, then change it");
        }
    }

    /// Posts an event of type `webhook.test` at once, whatever the webhook's state.
    public Attempt test(Principal who, String id) {
        Webhook webhook = require(who, id).webhook();
        Event event =
                new Event(
                        "test-" + newId(parts.clock().instant()),
                        parts.feed().newest(),
                        parts.clock().instant(),
                        Event.Type.WEBHOOK_TEST,
                        who.toString(),
                        id,
                        new TreeMap<>());
        return attempt(poster.post(webhook.url(), List.of(event)));
    }

    /// The last attempts since this process began, newest first, at most 20.
    public List<Attempt> attempts(Principal who, String id) {
        var _ = require(who, id);
        WebhookCourier courier = couriers.get(id);
        return courier == null
                ? List.of()
                : courier.outcomes().stream().map(Webhooks::attempt).toList();
    }

    private static Attempt attempt(WebhookPoster.Outcome outcome) {
        return new Attempt(outcome.at(), outcome.delivery(), outcome.problem());
    }

    private static Seen seen(WebhookRows.Stored stored) {
        return new Seen(stored.webhook(), stored.version());
    }

    private static WebhookRows.Note note(
            Principal who, String action, Map<String, String> details) {
        return new WebhookRows.Note(who.toString(), action, details);
    }

    /// How many records the last of the webhooks has not looked at.
    public long lag() {
        return couriers.values().stream().mapToLong(WebhookCourier::lag).max().orElse(0);
    }

    /// How many there are in each state, for a gauge.
    public long count(Webhook.State state) {
        return rows.all().stream().filter(stored -> stored.webhook().state() == state).count();
    }

    /// Ends all deliveries and saves where they were.
    @Override
    public void close() {
        couriers.values().forEach(WebhookCourier::close);
    }
}
