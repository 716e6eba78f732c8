package io.lapwing.service.mqtt;

import io.lapwing.crypto.Fault;
import io.lapwing.service.Store;
import io.lapwing.service.events.Event;
import io.lapwing.service.events.EventFeed;
import io.lapwing.service.events.EventJson;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Publishes all events of this process's audit log to a broker, in order and at least once (QoS 1): the position is
/// saved after the broker acknowledged what is before it, so that a restart on either side loses nothing.
///
/// The topic is `prefix/type/object`, the message the event as JSON; none is retained.
public final class MqttPublisher implements AutoCloseable {
    private static final Logger LOG = System.getLogger(MqttPublisher.class.getName());
    private static final int RECORDS = 200;
    private static final long UNSAVED_RECORDS = 10_000;
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final int MAX_OBJECT_LENGTH = 200;

    private final MqttPosition position;
    private final EventFeed feed;
    private final MqttSettings settings;
    private final EventJson json = new EventJson();
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ending = lock.newCondition();
    private volatile boolean closing;
    private volatile long cursor;
    private volatile Optional<String> problem = Optional.of("not connected yet");
    private long savedCursor;
    private long savedNanos = System.nanoTime();
    private boolean unsaved;

    private MqttPublisher(Store store, EventFeed feed, MqttSettings settings) {
        position = new MqttPosition(store);
        this.feed = feed;
        this.settings = settings;
        thread = Thread.ofVirtual().name("mqtt").unstarted(this::run);
    }

    /// Begins to publish: from the saved position on, the first time with what happens from now on.
    public static MqttPublisher open(Store store, EventFeed feed, MqttSettings settings) {
        MqttPublisher publisher = new MqttPublisher(store, feed, settings);
        publisher.begin();
        publisher.thread.start();
        return publisher;
    }

    private void begin() {
        long newest = feed.newest();
        Optional<Long> saved = position.load();
        cursor = saved.map(index -> Math.min(index, newest)).orElse(newest);
        savedCursor = cursor;
        if (saved.isEmpty()) {
            save();
        }
    }

    /// How many records were not looked at.
    public long lag() {
        return Math.max(0, feed.newest() - cursor);
    }

    /// Why nothing gets through now; empty when all is well.
    public Optional<String> problem() {
        return problem;
    }

    private void run() {
        Duration pause = MqttSettings.FIRST_PAUSE;
        while (!closing) {
            try (Broker broker = Broker.connect(settings, "lapwing-" + feed.log())) {
                problem = Optional.empty();
                pause = MqttSettings.FIRST_PAUSE;
                publishAll(broker);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            } catch (Fault fault) {
                problem = Optional.of(fault.getMessage());
                LOG.log(Logger.Level.WARNING, "{0}; again in {1}", fault.getMessage(), pause);
                if (!paused(pause)) {
                    return;
                }
                Duration twice = pause.multipliedBy(2);
                pause =
                        twice.compareTo(MqttSettings.LONGEST_PAUSE) < 0
                                ? twice
                                : MqttSettings.LONGEST_PAUSE;
            }
        }
        saveAtEnd();
    }

    private boolean paused(Duration time) {
        long leftNs = time.toNanos();
        lock.lock();
        try {
            while (leftNs > 0 && !closing) {
                leftNs = ending.awaitNanos(leftNs);
            }
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void publishAll(Broker broker) throws InterruptedException {
        while (!closing) {
            EventFeed.Batch batch = feed.after(cursor, RECORDS, _ -> true);
            if (!batch.events().isEmpty()) {
                broker.publish(batch.events().stream().map(this::message).toList());
                unsaved = true;
            }
            cursor = batch.last();
            saveWhenDue();
            if (cursor >= feed.newest()) {
                feed.await(cursor, unsaved ? MqttSettings.SAVE_EVERY : IDLE, () -> closing);
            }
        }
    }

    private Broker.Message message(Event event) {
        return new Broker.Message(topic(settings.prefix(), event), json.of(event));
    }

    /// MQTT 5 §4.7: `+`, `#` and `/` mean something in topics, and U+0000 and control characters are refused by brokers.
    static String topic(String prefix, Event event) {
        String object = event.object();
        String bounded =
                object.length() <= MAX_OBJECT_LENGTH
                        ? object
                        : object.substring(0, MAX_OBJECT_LENGTH);
        String level = bounded.replaceAll("[^A-Za-z0-9._:@=-]", "_");
        return prefix + "/" + event.type().word() + "/" + (level.isEmpty() ? "_" : level);
    }

    private void saveWhenDue() {
        boolean late = System.nanoTime() - savedNanos >= MqttSettings.SAVE_EVERY.toNanos();
        if ((unsaved && late) || cursor - savedCursor >= UNSAVED_RECORDS) {
            save();
        }
    }

    private void save() {
        long reached = cursor;
        position.save(savedCursor, reached);
        savedCursor = reached;
        savedNanos = System.nanoTime();
        unsaved = false;
    }

    private void saveAtEnd() {
        try {
            if (unsaved) {
                save();
            }
        } catch (Fault fault) {
            LOG.log(
                    Logger.Level.WARNING,
                    "mqtt: what was published last comes again: {0}",
                    fault.getMessage());
        }
    }

    /// Ends the connection and saves where it was.
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            ending.signalAll();
        } finally {
            lock.unlock();
        }
        feed.nudge();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
