package io.lapwing.trust;

import io.lapwing.service.AuditEvent;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/// Makes the audit records of a Central Entity.
final class CentralTrail {
    private static final String DONE = "done";

    private CentralTrail() {}

    /// @param details names and values in turn
    static AuditEvent done(
            Instant at, String actor, String action, Object object, String... details) {
        return event(at, actor, action, object, DONE, details);
    }

    static AuditEvent refused(
            Instant at, NodeId node, String action, Refusal refusal, String... details) {
        return event(at, actor(node), action, node, refusal.word(), details);
    }

    static String actor(NodeId node) {
        return "node:" + node;
    }

    private static AuditEvent event(
            Instant at,
            String actor,
            String action,
            Object object,
            String outcome,
            String... details) {
        SortedMap<String, String> named = new TreeMap<>();
        for (int i = 0; i + 1 < details.length; i += 2) {
            named.put(details[i], details[i + 1]);
        }
        return new AuditEvent(at, actor, action, object.toString(), outcome, named);
    }
}
