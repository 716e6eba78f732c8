package io.lapwing.service.events;

import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.Health;
import io.lapwing.service.Store;
import java.lang.System.Logger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;

/// Turns what the health says into alarms: a part that does not work is one, once, and its coming back ends it. Both are
/// audit records, so that they reach whoever hears of events; while the store is away they wait for it.
public final class AlarmWatch implements AutoCloseable {
    /// How often the health is asked.
    public static final Duration EVERY = Duration.ofSeconds(5);

    private static final Logger LOG = System.getLogger(AlarmWatch.class.getName());
    private static final int MAX_REASON_LENGTH = 200;

    private final Health health;
    private final Store store;
    private final Duration every;
    private final Set<String> raised = new HashSet<>();
    private final Thread thread;

    private AlarmWatch(Health health, Store store, Duration every) {
        this.health = health;
        this.store = store;
        this.every = every;
        thread = Thread.ofVirtual().name("alarm-watch").unstarted(this::run);
    }

    /// Begins to watch.
    public static AlarmWatch start(Health health, Store store, Duration every) {
        AlarmWatch watch = new AlarmWatch(health, store, every);
        watch.thread.start();
        return watch;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                look();
                Thread.sleep(every);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        for (Health.Part part : health.look().parts()) {
            try {
                note(part);
            } catch (Fault fault) {
                LOG.log(
                        Logger.Level.WARNING,
                        "{0} {1}: no record of it: {2}",
                        part.name(),
                        part.ready() ? "works" : "is away",
                        fault.getMessage());
            }
        }
    }

    private void note(Health.Part part) {
        if (!part.ready() && !raised.contains(part.name())) {
            record(Translation.RAISE, part);
            raised.add(part.name());
        } else if (part.ready() && raised.contains(part.name())) {
            record(Translation.CLEAR, part);
            raised.remove(part.name());
        }
    }

    private void record(String action, Health.Part part) {
        TreeMap<String, String> details = new TreeMap<>();
        part.problem()
                .map(why ->
                        why.length() <= MAX_REASON_LENGTH
                                ? why
                                : why.substring(0, MAX_REASON_LENGTH))
                .ifPresent(why -> details.put("reason", why));
        var _ =
                store.record(
                        new AuditEvent(
                                Instant.now(),
                                "system:alarm-watch",
                                action,
                                part.name(),
                                part.name() + "-away",
                                details));
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
