package io.lapwing.service.events;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.Change;
import io.lapwing.service.Commit;
import io.lapwing.service.Json;
import io.lapwing.service.Row;
import io.lapwing.service.RowKey;
import io.lapwing.service.Store;
import io.lapwing.service.people.EuiRange;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// Webhooks as rows; each change says in the audit log what was done.
final class WebhookRows {
    private static final String KIND = "webhook";
    private static final int MAX_TRIES = 8;

    private final Store store;
    private final InstantSource clock;
    private final Json json =
            Json.strict().text(EuiRange.class, EuiRange::parse, EuiRange::toString).build();

    WebhookRows(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /// A webhook as it was read.
    record Stored(Webhook webhook, long version) {}

    /// What a change is called.
    record Note(String actor, String action, Map<String, String> details) {}

    private static RowKey key(String id) {
        if (!id.matches("[0-9a-f]{1,64}")) {
            throw missing(id);
        }
        return new RowKey(KIND, Bytes.of(id.getBytes(StandardCharsets.US_ASCII)));
    }

    static Fault missing(String id) {
        String shown = id.length() <= 64 ? id : id.substring(0, 64);
        return new Fault(Fault.Kind.NOT_FOUND, "there is no webhook " + shown);
    }

    Optional<Stored> find(String id) {
        return id.matches("[0-9a-f]{1,64}")
                ? store.get(key(id)).map(this::stored)
                : Optional.empty();
    }

    Stored require(String id) {
        return find(id).orElseThrow(() -> missing(id));
    }

    List<Stored> all() {
        return store.scan(KIND, Optional.empty(), WebhookSettings.MAX_WEBHOOKS).stream()
                .map(this::stored)
                .toList();
    }

    private Stored stored(Row row) {
        return new Stored(row.read(json, Webhook.class), row.version());
    }

    Stored add(Webhook webhook, Note note) {
        return put(webhook, 0, note)
                .orElseThrow(() ->
                        new Fault(Fault.Kind.CONFLICT, "a webhook of this identifier is there"));
    }

    /// Changes it as it is now, whoever else changes it meanwhile.
    Stored change(String id, UnaryOperator<Webhook> step, Note note) {
        for (int i = 0; i < MAX_TRIES; i++) {
            Stored seen = require(id);
            Optional<Stored> next = put(step.apply(seen.webhook()), seen.version(), note);
            if (next.isPresent()) {
                return next.get();
            }
        }
        throw new Fault(Fault.Kind.CONFLICT, "webhook " + id + " changes all the time: try again");
    }

    void remove(Stored seen, Note note) {
        String id = seen.webhook().id();
        switch (commit(id, seen.version(), Optional.empty(), note)) {
            case Commit.Done _ -> {}
            case Commit.Conflict _ ->
                    throw new Fault(
                            Fault.Kind.CONFLICT,
                            "webhook " + id + " was changed meanwhile: read it again");
        }
    }

    /// Empty when it has another version by now.
    private Optional<Stored> put(Webhook next, long expected, Note note) {
        return switch (commit(next.id(), expected, Optional.of(json.write(next)), note)) {
            case Commit.Done done -> Optional.of(new Stored(next, done.version()));
            case Commit.Conflict _ -> Optional.empty();
        };
    }

    private Commit commit(String id, long expected, Optional<Bytes> body, Note note) {
        return store.commit(
                new Change(
                        key(id),
                        expected,
                        body,
                        Optional.empty(),
                        new AuditEvent(
                                clock.instant(),
                                note.actor(),
                                note.action(),
                                id,
                                "done",
                                new TreeMap<>(note.details()))));
    }
}
