package io.lapwing.service.events;

import io.lapwing.service.AuditEvent;
import io.lapwing.service.AuditLog;
import io.lapwing.service.Metrics;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Counts what happens as it is written down: events by type, sign-ins by what became of them.
public final class EventMetrics {
    private static final String SIGN_IN = "session.begin";
    private static final Set<String> OUTCOMES = Set.of("done", "refused");
    private static final Set<String> FACTORS =
            Set.of("password", "totp", "recovery", "webauthn", "invitation");

    private final Metrics metrics;
    private final Map<Event.Type, Metrics.Counter> events = new EnumMap<>(Event.Type.class);
    private final Map<String, Metrics.Counter> signIns = new ConcurrentHashMap<>();

    private EventMetrics(Metrics metrics) {
        this.metrics = metrics;
        Arrays.stream(Event.Type.values())
                .filter(type -> type != Event.Type.WEBHOOK_TEST)
                .forEach(type ->
                        events.put(
                                type,
                                metrics.counter(
                                        "lapwing_events_total",
                                        "Events by type",
                                        Map.of("type", type.word()))));
    }

    /// Begins to count what is written into the log.
    public static AuditLog.Hearing start(AuditLog log, Metrics metrics) {
        EventMetrics counts = new EventMetrics(metrics);
        return log.hearEach((event, _) -> counts.count(event));
    }

    private void count(AuditEvent event) {
        for (Event.Type type : Translation.types(event)) {
            Metrics.Counter counter = events.get(type);
            if (counter != null) {
                counter.increment();
            }
        }
        if (event.action().equals(SIGN_IN) && OUTCOMES.contains(event.outcome())) {
            String factor = event.details().getOrDefault("factor", "");
            signIns.computeIfAbsent(
                            event.outcome() + " " + factor, _ -> signIn(event.outcome(), factor))
                    .increment();
        }
    }

    private Metrics.Counter signIn(String result, String factor) {
        return metrics.counter(
                "lapwing_sign_ins_total",
                "Sign-ins by what became of them and the factor that was last",
                Map.of("result", result, "factor", FACTORS.contains(factor) ? factor : "other"));
    }
}
