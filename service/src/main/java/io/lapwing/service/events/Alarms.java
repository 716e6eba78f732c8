package io.lapwing.service.events;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.AuditLog;
import io.lapwing.service.AuditLog.AuditRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// The alarms that somebody should look at: those of the last day that are not over, one of each kind and object.
///
/// It hears of each record as it is written; what was before it began it reads from the end of the log, as far as is quick.
public final class Alarms implements AutoCloseable {
    /// After this time an alarm is history.
    public static final Duration SHOWN = Duration.ofDays(1);

    /// How many are remembered; the oldest is forgotten.
    static final int MAX_ALARMS = 200;

    private static final long READ_AT_START = 5_000;

    private final Translation translation;
    private final AuditLog.Hearing hearing;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Event> raised =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Event> eldest) {
                    return size() > MAX_ALARMS;
                }
            };

    public Alarms(AuditLog log, InstantSource clock) {
        this.clock = clock;
        translation = new Translation(log.name());
        long end = log.head().size();
        for (long at = Math.max(0, end - READ_AT_START); at < end; ) {
            List<AuditRecord> some = log.read(at, EventFeed.MAX_RECORDS);
            some.forEach(this::take);
            at = some.isEmpty() ? end : some.getLast().index() + 1;
        }
        hearing = log.hearEach((event, index) -> take(new AuditRecord(index, event, Bytes.EMPTY)));
    }

    private void take(AuditRecord record) {
        if (!Translation.types(record.event()).contains(Event.Type.ALARM)) {
            return;
        }
        for (Event event : translation.of(record)) {
            if (event.type() == Event.Type.ALARM) {
                note(event);
            }
        }
    }

    private void note(Event alarm) {
        String key = alarm.details().get(Translation.ALARM) + " " + alarm.object();
        lock.lock();
        try {
            raised.remove(key);
            if (!alarm.details().containsKey(Translation.OVER)) {
                raised.put(key, alarm);
            }
        } finally {
            lock.unlock();
        }
    }

    /// The alarms of now that someone may see, newest first.
    public List<Event> now(Predicate<Event> visible) {
        Instant since = clock.instant().minus(SHOWN);
        List<Event> all;
        lock.lock();
        try {
            all = new ArrayList<>(raised.values());
        } finally {
            lock.unlock();
        }
        return all.reversed().stream()
                .filter(alarm -> alarm.at().isAfter(since))
                .filter(visible)
                .toList();
    }

    @Override
    public void close() {
        hearing.close();
    }
}
