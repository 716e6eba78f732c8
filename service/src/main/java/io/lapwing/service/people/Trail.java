package io.lapwing.service.people;

import io.lapwing.service.AuditEvent;
import io.lapwing.service.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SortedMap;
import java.util.TreeMap;

/// Audit records about people. No secret goes through here.
final class Trail {
    private final Store store;
    private final InstantSource clock;

    Trail(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /// Now, in whole seconds, as rows keep it.
    Instant now() {
        return Instant.ofEpochSecond(clock.instant().getEpochSecond());
    }

    /// @param details names and values by turns
    AuditEvent done(Object actor, String action, Object object, String... details) {
        return event(actor, action, object, "done", details);
    }

    void refused(Object actor, String action, Object object, String why, String... details) {
        long _ = store.record(event(actor, action, object, why, details));
    }

    /// Raises an alarm about signing in: events, webhooks and the overview tell of it.
    ///
    /// @param word what it is, in a word
    void alarm(String word, String... details) {
        long _ = store.record(event("system", "alarm.raise", "sign-in", word, details));
    }

    void record(AuditEvent event) {
        long _ = store.record(event);
    }

    private AuditEvent event(
            Object actor, String action, Object object, String outcome, String... details) {
        SortedMap<String, String> facts = new TreeMap<>();
        for (int i = 0; i + 1 < details.length; i += 2) {
            facts.put(details[i], shortened(details[i + 1]));
        }
        return new AuditEvent(
                clock.instant(), actor.toString(), action, object.toString(), outcome, facts);
    }

    private static String shortened(String text) {
        return text.length() <= AuditEvent.MAX_FIELD_LENGTH
                ? text
                : text.substring(0, AuditEvent.MAX_FIELD_LENGTH - 2) + "…";
    }
}
