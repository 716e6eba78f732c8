package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
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
import java.util.function.Supplier;

/// A store that is gone from one write on, which is done or not.
final class FailingStore implements Store {
    private final Store store;
    private final int last;
    private final boolean after;
    private boolean armed;
    private int writes;

    /// @param last the write at which it goes, from 0
    /// @param after whether that write is done
    FailingStore(Store store, int last, boolean after) {
        this.store = store;
        this.last = last;
        this.after = after;
    }

    /// Counts from now on.
    void arm() {
        armed = true;
    }

    private <T> T write(Supplier<T> work) {
        int number = armed ? writes++ : -1;
        if (number < last) {
            return work.get();
        }
        if (number == last && after) {
            T lost = work.get();
            throw new Fault(Fault.Kind.UNAVAILABLE, "the store is gone after " + lost);
        }
        throw gone();
    }

    private static Fault gone() {
        return new Fault(Fault.Kind.UNAVAILABLE, "the store is gone");
    }

    @Override
    public Commit commit(Change change) {
        return write(() -> store.commit(change));
    }

    @Override
    public long record(AuditEvent event) {
        return write(() -> store.record(event));
    }

    @Override
    public CompletableFuture<Commit> submit(Change change) {
        return write(() -> store.submit(change));
    }

    @Override
    public CompletableFuture<Long> submit(AuditEvent event) {
        return write(() -> store.submit(event));
    }

    private void requireThere() {
        if (writes > last) {
            throw gone();
        }
    }

    @Override
    public Optional<Row> get(RowKey key) {
        requireThere();
        return store.get(key);
    }

    @Override
    public List<Row> scan(String kind, Optional<Bytes> after, int limit) {
        return store.scan(kind, after, limit);
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
    public int index(String kind, List<Indexed> rows) {
        return write(() -> store.index(kind, rows));
    }

    @Override
    public long count(String kind, Term term) {
        return store.count(kind, term);
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
