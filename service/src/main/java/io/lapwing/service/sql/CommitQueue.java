package io.lapwing.service.sql;

import io.lapwing.crypto.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// The bounded queue before the one writer. Whatever waits when the writer is free is one batch: nobody lingers for
/// company, and under load the batches grow by themselves.
final class CommitQueue implements AutoCloseable {
    static final int QUEUE = 4_096;
    static final int MAX_BATCH = 256;

    private static final long IDLE_POLL_MS = 100;

    private final BlockingQueue<Work> waiting = new ArrayBlockingQueue<>(QUEUE);
    private final BatchWriter writer;
    private final Duration patience;
    private final Thread thread;
    private volatile boolean closing;

    /// @param patience how long a caller waits for a place in the queue
    CommitQueue(BatchWriter writer, Duration patience) {
        this.writer = writer;
        this.patience = patience;
        thread = Thread.ofPlatform().name("lapwing-store-writer").daemon().start(this::run);
    }

    void add(Work work) {
        try {
            if (closing) {
                throw closed();
            }
            if (!waiting.offer(work, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Fault(
                        Fault.Kind.EXHAUSTED,
                        "%d changes wait for the store and none went in %d ms: try again later"
                                .formatted(QUEUE, patience.toMillis()));
            }
            if (closing && !thread.isAlive()) {
                work.fail(closed());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "interrupted while waiting for the store", e);
        }
    }

    private static Fault closed() {
        return new Fault(Fault.Kind.UNAVAILABLE, "the store is closed: open it again");
    }

    private void run() {
        List<Work> batch = new ArrayList<>(MAX_BATCH);
        while (!closing || !waiting.isEmpty()) {
            try {
                Work first = waiting.poll(IDLE_POLL_MS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    waiting.drainTo(batch, MAX_BATCH - 1);
                    writer.commit(batch);
                }
            } catch (InterruptedException _) {
                closing = true;
            } catch (RuntimeException | Error e) {
                Fault fault = new Fault(Fault.Kind.INTERNAL, "the writer of the store failed", e);
                batch.forEach(work -> work.fail(fault));
            }
            batch.clear();
        }
        writer.close();
    }

    /// Commits what waits, then ends.
    @Override
    public void close() {
        closing = true;
        // Refused only by a full queue, whose writer is awake.
        boolean _ = waiting.offer(new Work.Wake());
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        waiting.forEach(work -> work.fail(closed()));
    }
}
