package io.lapwing.service.sql;

import io.lapwing.crypto.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// The bounded queue before the one writer. Whatever waits when the writer is free is one batch.
///
/// Who comes alone is written at once. When several write at the same time, commits keep [#PACE] apart, so that one
/// wait for the disk serves more of them: that costs each at most that long and all together much less.
final class CommitQueue implements AutoCloseable {
    static final int QUEUE = 4_096;
    static final int MAX_BATCH = 256;

    /// From one commit to the next under load; a few times what a disk takes to make one durable.
    static final Duration PACE = Duration.ofMillis(2);

    private static final long IDLE_POLL_MS = 100;

    private final BlockingQueue<Work> waiting = new ArrayBlockingQueue<>(QUEUE);
    private final BatchWriter writer;
    private final Duration patience;
    private final Thread thread;
    private final StallWatch watch;
    private volatile boolean closing;
    private long committingNanos = System.nanoTime();
    private int committed;

    /// @param patience how long a caller waits for a place in the queue
    /// @param stall how long a batch may take before its callers, and all behind them, are told that it may never end
    CommitQueue(BatchWriter writer, Duration patience, StallWatch.Limit stall) {
        this.writer = writer;
        this.patience = patience;
        watch = new StallWatch(stall, waiting);
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
        while (!closing || !waiting.isEmpty()) {
            List<Work> batch = new ArrayList<>();
            try {
                Work first = waiting.poll(IDLE_POLL_MS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    gather(batch);
                    watch.began(batch);
                    writer.commit(batch);
                }
            } catch (InterruptedException _) {
                closing = true;
            } catch (RuntimeException | Error e) {
                Fault fault = new Fault(Fault.Kind.INTERNAL, "the writer of the store failed", e);
                batch.forEach(work -> work.fail(fault));
            }
            watch.ended();
        }
        writer.close();
    }

    /// Takes what waits, and under load what comes until it is time to commit again.
    private void gather(List<Work> batch) throws InterruptedException {
        waiting.drainTo(batch, MAX_BATCH - batch.size());
        if ((batch.size() > 1 || committed > 1) && !closing) {
            long leftNanos = PACE.toNanos() - (System.nanoTime() - committingNanos);
            if (leftNanos > 0) {
                TimeUnit.NANOSECONDS.sleep(leftNanos);
            }
            waiting.drainTo(batch, MAX_BATCH - batch.size());
        }
        committingNanos = System.nanoTime();
        committed = batch.size();
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
        watch.close();
        waiting.forEach(work -> work.fail(closed()));
    }
}
