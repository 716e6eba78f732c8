package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.AuditLog;
import io.lapwing.service.Change;
import io.lapwing.service.Commit;
import io.lapwing.service.Row;
import io.lapwing.service.RowKey;
import io.lapwing.service.Store;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// Rows in memory, which go on as they were once they are [#hold]ed; without an audit log, whose records are counted. For
/// one thread, and for what few rows are asked.
final class FewRows implements Store {
    private final Map<RowKey, Kept> rows = new HashMap<>();
    private boolean held;
    private long auditRecords;

    private record Kept(Row row, Set<Change.Term> terms) {}

    /// From now on a change is said to be done, and is not.
    void hold() {
        held = true;
    }

    @Override
    public Optional<Row> get(RowKey key) {
        return Optional.ofNullable(rows.get(key)).map(Kept::row);
    }

    @Override
    public Commit commit(Change change) {
        Kept old = rows.get(change.key());
        long version = old == null ? 0 : old.row().version();
        if (version != change.expected()) {
            return new Commit.Conflict();
        }
        if (!held && change.body().isPresent()) {
            Set<Change.Term> terms =
                    change.terms().orElseGet(() -> old == null ? Set.of() : old.terms());
            Row row = new Row(change.key(), version + 1, change.body().get());
            rows.put(change.key(), new Kept(row, terms));
        }
        return new Commit.Done(version + 1, auditRecords++);
    }

    @Override
    public long record(AuditEvent event) {
        return auditRecords++;
    }

    @Override
    public CompletableFuture<Commit> submit(Change change) {
        return CompletableFuture.completedFuture(commit(change));
    }

    @Override
    public CompletableFuture<Long> submit(AuditEvent event) {
        return CompletableFuture.completedFuture(record(event));
    }

    @Override
    public List<Row> scan(String kind, Optional<Bytes> after, int limit) {
        return rows.values().stream()
                .map(Kept::row)
                .filter(row -> row.key().kind().equals(kind))
                .limit(limit)
                .toList();
    }

    @Override
    public List<Row> get(String kind, List<Bytes> keys) {
        return keys.stream().flatMap(key -> get(new RowKey(kind, key)).stream()).toList();
    }

    @Override
    public List<Bytes> search(String kind, Change.Term term, Optional<Bytes> after, int limit) {
        return rows.values().stream()
                .filter(kept -> kept.row().key().kind().equals(kind) && kept.terms().contains(term))
                .map(kept -> kept.row().key().key())
                .limit(limit)
                .toList();
    }

    @Override
    public long count(String kind, Change.Term term) {
        return search(kind, term, Optional.empty(), Integer.MAX_VALUE).size();
    }

    @Override
    public List<Hit> search(
            String kind, String name, String prefix, Optional<Hit> after, int limit) {
        throw notHere();
    }

    @Override
    public int index(String kind, List<Indexed> indexed) {
        throw notHere();
    }

    @Override
    public AuditLog audit() {
        throw notHere();
    }

    @Override
    public long epoch() {
        throw notHere();
    }

    @Override
    public void raiseEpoch(long next) {
        throw notHere();
    }

    @Override
    public void backup(Path target) {
        throw notHere();
    }

    private static UnsupportedOperationException notHere() {
        return new UnsupportedOperationException("a few rows in memory");
    }

    @Override
    public void close() {}
}
