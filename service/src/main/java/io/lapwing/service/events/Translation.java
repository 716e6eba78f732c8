package io.lapwing.service.events;

import io.lapwing.service.AuditEvent;
import io.lapwing.service.AuditLog.AuditRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Makes events of audit records. Most records are none: what it does not know, it leaves out.
///
/// Details go out by name, never as a whole: a record may tell of root keys and sessions what only auditors should read.
final class Translation {
    /// The action of a record that raises an alarm; its outcome is the alarm's word.
    static final String RAISE = "alarm.raise";

    /// The action of a record that ends one.
    static final String CLEAR = "alarm.clear";

    /// The detail that an alarm about a device has.
    static final String DEVICE_ALARM = "device";

    private static final String STATE = "state";

    /// The detail that says in a word what an alarm is.
    static final String ALARM = "alarm";

    /// The detail of an alarm that is over.
    static final String OVER = "over";

    private static final String REASON = "reason";

    private static final Set<String> OF_JOINS =
            Set.of("joinEui", "joinNonce", "netId", "nonce", "nonces", "protocol", "type", "code");
    private static final Set<String> OF_STEPS = Set.of(REASON, "owner");
    private static final Set<String> OF_ALARMS =
            Set.of(
                    "dev-nonces",
                    "join-nonces",
                    REASON,
                    "why",
                    "address",
                    "tries",
                    "user",
                    "first",
                    "kind",
                    "counter");
    private static final Set<String> OF_JOBS = Set.of("kind", "done", "total", "failed");

    /// Lifecycle steps by the action that takes them, with the state after it where the action alone says so.
    private static final Map<String, String> STEPS =
            Map.ofEntries(
                    Map.entry("device.create", "provisioned"),
                    Map.entry("device.create-for-station", "manufactured"),
                    Map.entry("device.import", "provisioned"),
                    Map.entry("device.provision", "provisioned"),
                    Map.entry("device.claim", "claimed"),
                    Map.entry("device.transfer", "transferred"),
                    Map.entry("device.suspend", "suspended"),
                    Map.entry("device.resume", "resumed"),
                    Map.entry("device.retire", "retired"),
                    Map.entry("device.compromise", "compromised"),
                    Map.entry("device.alarm", "compromised"));

    /// Actions that are alarms by themselves, with their words.
    private static final Map<String, String> ALARMS =
            Map.of(
                    "device.compromise", "compromised",
                    "device.alarm", "tampered",
                    "device.exposed", "exposed",
                    "device.nonces-low", "nonces-low",
                    "webhook.pause-failing", "webhook-paused",
                    "session.forged", "session-forged",
                    "store.restore", "store-restored");

    private final String log;

    Translation(String log) {
        this.log = log;
    }

    /// The events of a record, at most two.
    List<Event> of(AuditRecord record) {
        List<Event> events = new ArrayList<>(2);
        plain(record).ifPresent(events::add);
        alarm(record).ifPresent(events::add);
        return events;
    }

    /// The types of the events of a record, without making them: what counts every record must cost next to nothing.
    static List<Event.Type> types(AuditEvent event) {
        String action = event.action();
        return switch (action) {
            case "join.accept", "rejoin.accept" -> List.of(Event.Type.JOIN_ACCEPTED);
            case "join.refuse", "rejoin.refuse" -> List.of(Event.Type.JOIN_REFUSED);
            case "job.start", "job.end" -> List.of(Event.Type.JOB_STATE);
            case RAISE, CLEAR -> List.of(Event.Type.ALARM);
            default -> ofTables(action);
        };
    }

    private static List<Event.Type> ofTables(String action) {
        boolean step = STEPS.containsKey(action);
        if (ALARMS.containsKey(action)) {
            return step
                    ? List.of(Event.Type.DEVICE_STATE, Event.Type.ALARM)
                    : List.of(Event.Type.ALARM);
        }
        return step ? List.of(Event.Type.DEVICE_STATE) : List.of();
    }

    private Optional<Event> plain(AuditRecord record) {
        AuditEvent event = record.event();
        String state = STEPS.get(event.action());
        if (state != null) {
            SortedMap<String, String> details = some(event, OF_STEPS);
            details.put(STATE, event.details().getOrDefault(STATE, state));
            return Optional.of(event(record, "", Event.Type.DEVICE_STATE, details));
        }
        return switch (event.action()) {
            case "join.accept", "rejoin.accept" ->
                    Optional.of(event(record, "", Event.Type.JOIN_ACCEPTED, some(event, OF_JOINS)));
            case "join.refuse", "rejoin.refuse" -> {
                SortedMap<String, String> details = some(event, OF_JOINS);
                details.put(REASON, event.outcome());
                yield Optional.of(event(record, "", Event.Type.JOIN_REFUSED, details));
            }
            case "job.start", "job.end" -> {
                SortedMap<String, String> details = some(event, OF_JOBS);
                details.put(STATE, event.outcome());
                yield Optional.of(event(record, "", Event.Type.JOB_STATE, details));
            }
            default -> Optional.empty();
        };
    }

    private Optional<Event> alarm(AuditRecord record) {
        AuditEvent event = record.event();
        String known = ALARMS.get(event.action());
        SortedMap<String, String> details = some(event, OF_ALARMS);
        if (known != null) {
            details.put(ALARM, known);
            if (event.action().startsWith("device.")) {
                details.put(DEVICE_ALARM, event.object());
            }
        } else if (event.action().equals(RAISE)) {
            details.put(ALARM, event.outcome());
        } else if (event.action().equals(CLEAR)) {
            details.put(ALARM, event.outcome());
            details.put(OVER, "yes");
        } else {
            return Optional.empty();
        }
        return Optional.of(event(record, ".alarm", Event.Type.ALARM, details));
    }

    private Event event(
            AuditRecord record, String part, Event.Type type, SortedMap<String, String> details) {
        AuditEvent from = record.event();
        return new Event(
                log + "-" + record.index() + part,
                record.index(),
                from.at(),
                type,
                from.actor(),
                from.object(),
                details);
    }

    private static SortedMap<String, String> some(AuditEvent event, Set<String> names) {
        SortedMap<String, String> some = new TreeMap<>(event.details());
        some.keySet().retainAll(names);
        return some;
    }
}
