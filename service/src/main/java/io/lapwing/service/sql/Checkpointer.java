package io.lapwing.service.sql;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditLog.Checkpoint;
import io.lapwing.service.AuditLog.Head;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/// Signs the head soon after it moved: at the latest after the configured time or 1,000 records, and at the end. A
/// signer that is away delays checkpoints, and nothing else.
final class Checkpointer implements AutoCloseable {
    static final int MAX_UNSIGNED = 1_000;

    private final UnaryOperator<Bytes> signer;
    private final StoreOptions options;
    private final CommitQueue queue;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Thread thread;
    private Head head;
    private long signedSize;
    private boolean closing;

    /// @param signedSize the size of the newest checkpoint, 0 without one
    Checkpointer(
            UnaryOperator<Bytes> signer,
            StoreOptions options,
            CommitQueue queue,
            Head head,
            long signedSize) {
        this.signer = signer;
        this.options = options;
        this.queue = queue;
        this.head = head;
        this.signedSize = signedSize;
        thread = Thread.ofPlatform().name("lapwing-audit-checkpoints").daemon().start(this::run);
    }

    /// Hears of a new head.
    void committed(Head newHead) {
        lock.lock();
        try {
            head = newHead;
            if (newHead.size() - signedSize >= MAX_UNSIGNED) {
                moved.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            boolean last = false;
            while (!last) {
                last = await();
                sign();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits until it is time; true when it is for the last time.
    private boolean await() throws InterruptedException {
        lock.lock();
        try {
            long leftNs = options.checkpointEvery().toNanos();
            while (!closing && leftNs > 0 && head.size() - signedSize < MAX_UNSIGNED) {
                leftNs = moved.awaitNanos(leftNs);
            }
            return closing;
        } finally {
            lock.unlock();
        }
    }

    private void sign() {
        Head unsigned;
        lock.lock();
        try {
            unsigned = head;
            if (unsigned.size() == signedSize) {
                return;
            }
        } finally {
            lock.unlock();
        }
        try {
            Instant at = options.clock().instant().truncatedTo(ChronoUnit.MILLIS);
            Bytes signature = signer.apply(Checkpoint.text(options.log(), unsigned, at));
            CompletableFuture<Long> done = new CompletableFuture<>();
            queue.add(new Work.Sign(new Checkpoint(options.log(), unsigned, at, signature), done));
            setSigned(done.join());
        } catch (Fault | CompletionException _) {
            // The vault or the engine is away: whoever works with it hears of it; the next turn
            // tries again.
        }
    }

    private void setSigned(long size) {
        lock.lock();
        try {
            signedSize = size;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            moved.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
