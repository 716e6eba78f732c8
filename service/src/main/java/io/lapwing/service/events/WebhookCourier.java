package io.lapwing.service.events;

import io.lapwing.crypto.Fault;
import java.lang.System.Logger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// Delivers to one webhook, in order and at least once: a position is saved after the receiver took what is before it.
final class WebhookCourier implements AutoCloseable {
    private static final Logger LOG = System.getLogger(WebhookCourier.class.getName());
    private static final String SYSTEM = "system:webhooks";
    private static final int KEPT_OUTCOMES = 20;

    /// A position that only passed records of no interest is worth a change of the row after so many.
    private static final long UNSAVED_RECORDS = 10_000;

    /// How long it may take until a change by another process on the same store is seen.
    private static final Duration LOOK_EVERY = Duration.ofSeconds(30);

    private final Webhooks.Parts parts;
    private final WebhookRows rows;
    private final WebhookPoster poster;
    private final String id;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition told = lock.newCondition();
    private final Deque<WebhookPoster.Outcome> outcomes = new ArrayDeque<>();
    private volatile boolean changed;
    private volatile boolean closing;
    private volatile long cursor;
    private boolean begun;
    private long savedCursor;
    private long savedNanos = System.nanoTime();
    private boolean unsaved;

    WebhookCourier(Webhooks.Parts parts, WebhookRows rows, WebhookPoster poster, String id) {
        this.parts = parts;
        this.rows = rows;
        this.poster = poster;
        this.id = id;
        cursor = parts.feed().newest();
        thread = Thread.ofVirtual().name("webhook-" + id).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Says that the row changed, so that whatever it waits for ends.
    void lookAgain() {
        lock.lock();
        try {
            changed = true;
            told.signalAll();
        } finally {
            lock.unlock();
        }
        parts.feed().nudge();
    }

    /// How many records it has not looked at.
    long lag() {
        return Math.max(0, parts.feed().newest() - cursor);
    }

    /// The last attempts, newest first.
    List<WebhookPoster.Outcome> outcomes() {
        lock.lock();
        try {
            return List.copyOf(outcomes);
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (!closing) {
            try {
                turn();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            } catch (Fault fault) {
                LOG.log(Logger.Level.WARNING, "webhook {0}: {1}", id, fault.getMessage());
                if (!paused(parts.settings().firstPause())) {
                    return;
                }
            }
        }
        saveAtEnd();
    }

    private boolean paused(Duration time) {
        try {
            pause(time);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void pause(Duration time) throws InterruptedException {
        long leftNs = time.toNanos();
        lock.lock();
        try {
            while (leftNs > 0 && !changed && !closing) {
                leftNs = told.awaitNanos(leftNs);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Reads the row and does what it says, until it may have changed.
    private void turn() throws InterruptedException {
        changed = false;
        var seen = rows.find(id);
        if (seen.isEmpty()) {
            closing = true;
            unsaved = false;
            return;
        }
        Webhook webhook = seen.get().webhook();
        begin(webhook);
        Duration wait = wait(webhook);
        if (wait.isPositive()) {
            pause(wait.compareTo(LOOK_EVERY) < 0 ? wait : LOOK_EVERY);
        } else {
            deliver(webhook);
        }
    }

    private Duration wait(Webhook webhook) {
        if (webhook.state() != Webhook.State.ACTIVE) {
            return LOOK_EVERY;
        }
        Instant now = parts.clock().instant();
        return webhook.nextAttempt().map(next -> Duration.between(now, next)).orElse(Duration.ZERO);
    }

    /// A log in which the webhook has no position is a new process's: it begins with what comes. A position past the end
    /// is of a store that was restored.
    private void begin(Webhook webhook) {
        if (!begun) {
            begun = true;
            Long saved = webhook.cursors().get(parts.feed().log());
            cursor = saved == null ? cursor : Math.min(saved, parts.feed().newest());
            savedCursor = cursor;
        }
    }

    private void deliver(Webhook webhook) throws InterruptedException {
        long until = System.nanoTime() + LOOK_EVERY.toNanos();
        boolean failing = webhook.failures() > 0;
        while (!closing && !changed && System.nanoTime() - until < 0) {
            EventFeed.Batch batch =
                    parts.feed().after(cursor, WebhookSettings.MAX_EVENTS, wanted(webhook));
            if (!batch.events().isEmpty()) {
                WebhookPoster.Outcome outcome = poster.post(webhook.url(), batch.events());
                keep(outcome);
                parts.counter().accept(outcome.problem().isEmpty());
                if (outcome.problem().isPresent()) {
                    recordFailure(webhook, outcome.problem().get());
                    return;
                }
                unsaved = true;
            }
            cursor = batch.last();
            if (failing && unsaved) {
                save();
                return;
            }
            saveWhenDue();
            if (cursor >= parts.feed().newest()) {
                parts.feed()
                        .await(
                                cursor,
                                unsaved ? parts.settings().saveEvery() : LOOK_EVERY,
                                () -> changed || closing);
            }
        }
    }

    /// What its maker could see when he made it, and may see still.
    private Predicate<Event> wanted(Webhook webhook) {
        Predicate<Event> then = parts.feed().within(webhook.scopes());
        Predicate<Event> now = parts.feed().within(parts.makers().scopes(webhook.madeBy()));
        return event ->
                event.type().matches(webhook.types()) && then.test(event) && now.test(event);
    }

    private void keep(WebhookPoster.Outcome outcome) {
        lock.lock();
        try {
            outcomes.addFirst(outcome);
            if (outcomes.size() > KEPT_OUTCOMES) {
                outcomes.removeLast();
            }
        } finally {
            lock.unlock();
        }
    }

    private void saveWhenDue() {
        boolean late = System.nanoTime() - savedNanos >= parts.settings().saveEvery().toNanos();
        if ((unsaved && late) || cursor - savedCursor >= UNSAVED_RECORDS) {
            save();
        }
    }

    private void save() {
        long reached = cursor;
        rows.change(
                id,
                webhook ->
                        (webhook.failures() > 0 ? webhook.in(webhook.state()) : webhook)
                                .at(parts.feed().log(), reached),
                new WebhookRows.Note(
                        SYSTEM,
                        "webhook.deliver",
                        Map.of(
                                "after", Long.toString(savedCursor),
                                "to", Long.toString(reached))));
        saved(reached);
    }

    private void saved(long reached) {
        savedCursor = reached;
        savedNanos = System.nanoTime();
        unsaved = false;
    }

    private void recordFailure(Webhook before, String why) {
        Instant now = parts.clock().instant();
        int failures = before.failures() + 1;
        boolean givesUp =
                before.failingSince()
                        .filter(since -> !since.plus(parts.settings().giveUpAfter()).isAfter(now))
                        .isPresent();
        Webhook.State next = givesUp ? Webhook.State.FAILED : Webhook.State.ACTIVE;
        Instant again = now.plus(jittered(parts.settings().pause(failures)));
        long reached = cursor;
        rows.change(
                id,
                webhook -> {
                    Webhook.State state =
                            webhook.state() == Webhook.State.ACTIVE ? next : webhook.state();
                    return webhook.at(parts.feed().log(), reached).failed(state, now, again, why);
                },
                new WebhookRows.Note(
                        SYSTEM,
                        givesUp ? "webhook.pause-failing" : "webhook.fail",
                        Map.of("reason", why, "failures", Integer.toString(failures))));
        saved(reached);
    }

    /// From half of it to one and a half, so that many that failed at once do not come back at once.
    private static Duration jittered(Duration pause) {
        long nanos = pause.toNanos();
        return Duration.ofNanos(nanos / 2 + ThreadLocalRandom.current().nextLong(nanos));
    }

    private void saveAtEnd() {
        try {
            if (unsaved) {
                save();
            }
        } catch (Fault fault) {
            LOG.log(
                    Logger.Level.WARNING,
                    "webhook {0}: what was delivered last comes again: {1}",
                    id,
                    fault.getMessage());
        }
    }

    /// Waits until what is under way is delivered or given up, and saves where it was.
    @Override
    public void close() {
        closing = true;
        lookAgain();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
