package io.lapwing.service.events;

import io.lapwing.service.AuditLog;
import io.lapwing.service.AuditLog.AuditRecord;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Scope;
import io.lapwing.service.people.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// The events of one audit log, read from any index on: it keeps nothing, so that whoever remembers where he was hears of
/// everything, also what happened while he was away.
///
/// While nobody waits, a commit costs one look at a counter. Safe for use by many threads.
public final class EventFeed implements AutoCloseable {
    /// The most records that one call looks at.
    public static final int MAX_RECORDS = 1_000;

    private final AuditLog audit;
    private final Translation translation;
    private final Devices devices;
    private final AuditLog.Hearing hearing;
    private final AtomicInteger waiting = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();

    /// What is known of devices, for the scopes of those who listen.
    @FunctionalInterface
    public interface Devices {
        /// The device with this DevEUI as it is now; empty when there is none.
        Optional<Target> target(String devEui);
    }

    /// A feed over the log of one process.
    public EventFeed(AuditLog audit, Devices devices) {
        this.audit = audit;
        this.devices = devices;
        translation = new Translation(audit.name());
        hearing = audit.hear(this::wake);
    }

    /// Some events.
    ///
    /// @param last the index of the last record that was looked at: where to go on
    public record Batch(List<Event> events, long last) {
        public Batch {
            events = List.copyOf(events);
        }
    }

    /// The log whose events these are; part of each event's name.
    public String log() {
        return audit.name();
    }

    /// The index of the newest record; -1 when there is none.
    public long newest() {
        return audit.head().size() - 1;
    }

    /// Events after an index, oldest first, that someone may see and wants to. It looks at a bounded number of records,
    /// so that a batch may be empty and the end not reached.
    ///
    /// @param index -1 for the beginning
    /// @param limit how many records to look at, 1 to [#MAX_RECORDS]
    public Batch after(long index, int limit, Predicate<Event> wanted) {
        List<AuditRecord> records =
                audit.read(Math.max(0, index + 1), Math.clamp(limit, 1, MAX_RECORDS));
        List<Event> events = new ArrayList<>();
        long last = index;
        for (AuditRecord record : records) {
            last = record.index();
            for (Event event : translation.of(record)) {
                if (wanted.test(event)) {
                    events.add(event);
                }
            }
        }
        return new Batch(events, last);
    }

    /// What someone may see: the devices within his scopes as they are now, and the platform's own events where a scope of
    /// his has no bounds.
    public Predicate<Event> visibleTo(Principal who) {
        return within(who.scopes(Permission.EVENTS_READ));
    }

    /// What is within one of the scopes.
    public Predicate<Event> within(List<Scope> scopes) {
        if (scopes.stream().anyMatch(scope -> scope.covers(Target.PLATFORM))) {
            return _ -> true;
        }
        return event ->
                event.isOfDevice()
                        && !scopes.isEmpty()
                        && devices.target(event.object())
                                .filter(target ->
                                        scopes.stream().anyMatch(scope -> scope.covers(target)))
                                .isPresent();
    }

    /// Waits until there is a record after the index, or the time is over.
    public void await(long index, Duration atMost) throws InterruptedException {
        await(index, atMost, () -> false);
    }

    /// As [#await(long, Duration)], or until [#nudge] finds that something else is to be done.
    public void await(long index, Duration atMost, BooleanSupplier orWhen)
            throws InterruptedException {
        long leftNs = atMost.toNanos();
        lock.lock();
        waiting.incrementAndGet();
        try {
            while (newest() <= index && leftNs > 0 && !orWhen.getAsBoolean()) {
                leftNs = moved.awaitNanos(leftNs);
            }
        } finally {
            waiting.decrementAndGet();
            lock.unlock();
        }
    }

    /// Lets those who wait look again.
    public void nudge() {
        wake();
    }

    /// The head moved before this is called, and a waiter counts himself before he looks at the head: one of the two sees
    /// the other.
    private void wake() {
        if (waiting.get() > 0) {
            lock.lock();
            try {
                moved.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public void close() {
        hearing.close();
    }
}
