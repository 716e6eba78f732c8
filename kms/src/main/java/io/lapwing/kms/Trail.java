package io.lapwing.kms;

import io.lapwing.service.AuditEvent;
import java.time.InstantSource;
import java.util.SortedMap;
import java.util.TreeMap;

/// Makes audit records' contents.
///
/// @param clock tells when
record Trail(InstantSource clock) {
    static final String DONE = "done";

    /// @param details names and values in turn
    AuditEvent done(Actor actor, String action, Object object, String... details) {
        return event(actor, action, object, DONE, details);
    }

    AuditEvent event(Actor actor, String action, Object object, String outcome, String... details) {
        SortedMap<String, String> named = new TreeMap<>();
        for (int i = 0; i + 1 < details.length; i += 2) {
            named.put(details[i], details[i + 1]);
        }
        return new AuditEvent(
                clock.instant(), actor.toString(), action, object.toString(), outcome, named);
    }
}
