package io.lapwing.kms;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.AuditLog;
import io.lapwing.service.Change;
import io.lapwing.service.Change.Term;
import io.lapwing.service.Commit;
import io.lapwing.service.Row;
import io.lapwing.service.RowKey;
import io.lapwing.service.Store;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// A store that holds back one row, as a queue or a slow disk may.
final class HeldStore implements Store {
    private final Store store;
    private final RowKey held;
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger scans = new AtomicInteger();

    HeldStore(Store store, RowKey held) {
        this.store = store;
        this.held = held;
    }

    /// Waits until the row that is held back has come.
    void awaitArrival() throws InterruptedException {
        arrived.await();
    }

    void release() {
        released.countDown();
    }

    /// How many pages of rows were read.
    int scans() {
        return scans.get();
    }

    private void hold(Change change) {
        if (change.key().equals(held)) {
            arrived.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public CompletableFuture<Commit> submit(Change change) {
        hold(change);
        return store.submit(change);
    }

    @Override
    public Commit commit(Change change) {
        hold(change);
        return store.commit(change);
    }

    @Override
    public List<Row> scan(String kind, Optional<Bytes> after, int limit) {
        scans.incrementAndGet();
        return store.scan(kind, after, limit);
    }

    @Override
    public Optional<Row> get(RowKey key) {
        return store.get(key);
    }

    @Override
    public CompletableFuture<Long> submit(AuditEvent event) {
        return store.submit(event);
    }

    @Override
    public long record(AuditEvent event) {
        return store.record(event);
    }

    @Override
    public List<Row> get(String kind, List<Bytes> keys) {
        return store.get(kind, keys);
    }

    @Override
    public List<Bytes> search(String kind, Term term, Optional<Bytes> after, int limit) {
        return store.search(kind, term, after, limit);
    }

    @Override
    public List<Hit> search(
            String kind, String name, String prefix, Optional<Hit> after, int limit) {
        return store.search(kind, name, prefix, after, limit);
    }

    @Override
    public long count(String kind, Term term) {
        return store.count(kind, term);
    }

    @Override
    public int index(String kind, List<Indexed> rows) {
        return store.index(kind, rows);
    }

    @Override
    public AuditLog audit() {
        return store.audit();
    }

    @Override
    public long epoch() {
        return store.epoch();
    }

    @Override
    public void raiseEpoch(long next) {
        store.raiseEpoch(next);
    }

    @Override
    public void backup(Path target) {
        store.backup(target);
    }

    @Override
    public void close() {
        store.close();
    }
}
