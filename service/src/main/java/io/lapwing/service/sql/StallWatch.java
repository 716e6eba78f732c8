package io.lapwing.service.sql;

import io.lapwing.crypto.Fault;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells the callers of a batch that takes too long, once for all of them: a time limit for each would cost a timer a
/// change.
final class StallWatch implements AutoCloseable {
    private final Limit limit;
    private final Collection<Work> waiting;
    private final Thread thread;
    private volatile @Nullable Batch underWay;

    /// @param engine what is waited for
    record Limit(Duration time, String engine) {}

    private record Batch(List<Work> works, long sinceNanos) {}

    /// @param waiting what comes after the batch under way
    StallWatch(Limit limit, Collection<Work> waiting) {
        this.limit = limit;
        this.waiting = waiting;
        thread = Thread.ofPlatform().name("lapwing-store-watch").daemon().start(this::run);
    }

    void began(List<Work> works) {
        underWay = new Batch(works, System.nanoTime());
    }

    void ended() {
        underWay = null;
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(limit.time().dividedBy(4));
                Batch batch = underWay;
                if (batch != null
                        && System.nanoTime() - batch.sinceNanos() > limit.time().toNanos()) {
                    Fault fault = fault();
                    batch.works().forEach(work -> work.fail(fault));
                    waiting.forEach(work -> work.fail(fault));
                }
            }
        } catch (InterruptedException _) {
            // The queue is closed.
        }
    }

    private Fault fault() {
        return new Fault(
                Fault.Kind.UNAVAILABLE,
                "%s gave no answer in %d ms: read again, the change may have been made"
                        .formatted(limit.engine(), limit.time().toMillis()));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
