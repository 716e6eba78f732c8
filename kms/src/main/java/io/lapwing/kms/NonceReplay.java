package io.lapwing.kms;

import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.DevNonce;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.JoinNonce;
import io.lapwing.lorawan.JoinState;
import io.lapwing.lorawan.JoinType;
import io.lapwing.lorawan.Keying;
import io.lapwing.lorawan.NetId;
import io.lapwing.lorawan.RootKeyRef;
import io.lapwing.lorawan.SessionKeyId;
import io.lapwing.lorawan.SessionParameters;
import io.lapwing.lorawan.SessionSource;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.AuditLog.AuditRecord;
import io.lapwing.service.Store;
import io.lapwing.vault.KeyBinding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Tells the rows of a restored store what audit records say that are newer than they are, before any join is answered.
///
/// Every join and rejoin recorded there is remembered with its numbers and its session, and a device that was suspended, retired or
/// compromised is so again, by its own alarm too, whose counter is remembered. Everything else that the records tell of (a transfer, a renewal of keys, a peer's entry)
/// cannot be made again from them, and is listed. Done twice, it changes no more than done once.
public final class NonceReplay {
    /// Changes that are listed at most; the rest is counted.
    public static final int MOST_LISTED = 100;

    private static final Actor SYSTEM = Actor.system("nonce-replay");
    private static final int PAGE = 1_000;

    /// The record of an alarm that was taken.
    static final String ALARM = "device.alarm";

    private static final Set<String> JOINS = Set.of("join.accept", "rejoin.accept");
    private static final Map<String, Lifecycle> BARS =
            Map.of(
                    "device.suspend",
                    Lifecycle.SUSPENDED,
                    "device.retire",
                    Lifecycle.RETIRED,
                    "device.compromise",
                    Lifecycle.COMPROMISED,
                    ALARM,
                    Lifecycle.COMPROMISED);

    /// Records about a device, a peer or a receiver that changed no row.
    private static final Set<String> FACTS = Set.of("device.nonces-low", "peer.certificate");

    private final Store store;
    private final DeviceRows rows;
    private final Trail trail;

    NonceReplay(Store store, DeviceRows rows, Trail trail) {
        this.store = store;
        this.rows = rows;
        this.trail = trail;
    }

    /// What was told.
    ///
    /// @param joins joins and rejoins remembered
    /// @param steps devices suspended, retired or compromised again
    /// @param lost changes that the rows do not have
    /// @param listed the first of them, action and object: `device.transfer 70B3D57ED0000001`
    public record Replayed(long joins, long steps, long lost, List<String> listed) {
        public Replayed {
            listed = List.copyOf(listed);
        }
    }

    /// Goes over the records from `from` on, up to the head as it is now. Blocks.
    ///
    /// @param progress told the index that was reached
    public Replayed run(Actor actor, long from, LongConsumer progress) {
        long end = store.audit().head().size();
        Run run = new Run();
        long next = from;
        while (next < end) {
            List<AuditRecord> page = store.audit().read(next, (int) Math.min(PAGE, end - next));
            if (page.isEmpty() || page.getFirst().index() != next) {
                throw new Fault(
                        Fault.Kind.TAMPERED,
                        "audit record " + next + " is missing: want the whole log");
            }
            run.page(page.stream().map(AuditRecord::event).toList());
            next = page.getLast().index() + 1;
            progress.accept(next);
        }
        store.record(
                trail.done(
                        actor,
                        "device.nonce-replay-done",
                        "all",
                        "from",
                        Long.toString(from),
                        "joins",
                        Long.toString(run.joins),
                        "lost",
                        Long.toString(run.lost)));
        return new Replayed(run.joins, run.steps, run.lost, run.listed);
    }

    /// One run and what it has counted.
    private final class Run {
        private final List<String> listed = new ArrayList<>();
        private long joins;
        private long steps;
        private long lost;

        void page(List<AuditEvent> events) {
            Map<String, List<AuditEvent>> byDevice = new LinkedHashMap<>();
            for (AuditEvent event : events) {
                if (!event.outcome().equals(Trail.DONE)) {
                    continue;
                }
                if (JOINS.contains(event.action()) || BARS.containsKey(event.action())) {
                    byDevice.computeIfAbsent(event.object(), _ -> new ArrayList<>()).add(event);
                } else if (changesRow(event)) {
                    lose(event);
                }
            }
            byDevice.forEach((devEui, told) -> device(Eui64.parse(devEui), told));
        }

        private void device(Eui64 devEui, List<AuditEvent> told) {
            if (rows.find(devEui).isEmpty()) {
                told.forEach(this::lose);
                return;
            }
            rows.change(devEui, seen -> step(seen, told));
            for (AuditEvent event : told) {
                if (JOINS.contains(event.action())) {
                    joins++;
                } else {
                    steps++;
                }
            }
        }

        private DeviceRows.Step step(Device seen, List<AuditEvent> told) {
            Device next = seen;
            for (AuditEvent event : told) {
                next = told(next, event);
            }
            return new DeviceRows.Step(
                    next,
                    trail.done(
                            SYSTEM,
                            "device.nonce-replay",
                            seen.devEui(),
                            "records",
                            Integer.toString(told.size()),
                            "state",
                            next.state().word()));
        }

        private void lose(AuditEvent event) {
            lost++;
            if (listed.size() < MOST_LISTED) {
                listed.add(event.action() + " " + event.object());
            }
        }
    }

    private static Device told(Device seen, AuditEvent event) {
        Lifecycle bar = BARS.get(event.action());
        if (bar == null) {
            return recalled(seen, event);
        }
        Device barred = seen.state().next().contains(bar) ? seen.moved(bar) : seen;
        return event.action().equals(ALARM) ? alarmed(barred, event) : barred;
    }

    private static Device alarmed(Device seen, AuditEvent event) {
        LastAlarm alarm =
                new LastAlarm(
                        Long.parseLong(detail(event, "counter")),
                        detail(event, "kind"),
                        event.at());
        return seen.lastAlarmCounter() < alarm.counter() ? seen.alarmed(alarm) : seen;
    }

    private static boolean changesRow(AuditEvent event) {
        String action = event.action();
        boolean ofRow =
                action.startsWith("device.")
                        || action.startsWith("peer.")
                        || action.startsWith("receiver.");
        return ofRow
                && !FACTS.contains(action)
                && !action.startsWith("device.nonce-margin")
                && !action.startsWith("device.nonce-replay");
    }

    private static Device recalled(Device seen, AuditEvent event) {
        SessionParameters session = session(seen, event);
        boolean derivable =
                holds(seen, KeyBinding.Kind.APP_KEY, session.appKey())
                        && holds(seen, KeyBinding.Kind.NWK_KEY, session.nwkKey());
        JoinState next =
                derivable
                        ? seen.joins().recalling(session)
                        : seen.joins()
                                .recalling(
                                        session.version(),
                                        session.type(),
                                        session.source().joinEui(),
                                        session.source().devNonce(),
                                        session.source().joinNonce());
        Device joined = seen.withJoins(next);
        return joined.state().next().contains(Lifecycle.ACTIVE)
                        && joined.state() != Lifecycle.SUSPENDED
                ? joined.moved(Lifecycle.ACTIVE)
                : joined;
    }

    private static SessionParameters session(Device seen, AuditEvent event) {
        return new SessionParameters(
                SessionKeyId.parse(detail(event, "sessionKeyId")),
                JoinType.valueOf(detail(event, "type")),
                new SessionSource(
                        Keying.valueOf(detail(event, "keying")),
                        JoinNonce.parse(detail(event, "joinNonce")),
                        DevNonce.parse(detail(event, "nonce")),
                        NetId.parse(detail(event, "netId")),
                        Eui64.parse(detail(event, "joinEui"))),
                seen.macVersion(),
                seen.macVersion().hasNwkKey() ? RootKeyRef.parse(detail(event, "nwkKey")) : null,
                RootKeyRef.parse(detail(event, "appKey")));
    }

    /// Keys of a renewal that the restored row does not have yet, or no more, give no session.
    private static boolean holds(Device seen, KeyBinding.Kind kind, @Nullable RootKeyRef id) {
        return id == null || seen.keys().find(kind, id).isPresent();
    }

    private static String detail(AuditEvent event, String name) {
        String value = event.details().get(name);
        if (value == null) {
            throw new Fault(
                    Fault.Kind.TAMPERED,
                    "record "
                            + event.action()
                            + " of device "
                            + event.object()
                            + " without its "
                            + name);
        }
        return value;
    }
}
