package io.lapwing.service.sql;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.AuditLog;
import io.lapwing.service.AuditLog.Head;
import io.lapwing.service.Change;
import io.lapwing.service.Change.Term;
import io.lapwing.service.Commit;
import io.lapwing.service.Row;
import io.lapwing.service.RowKey;
import io.lapwing.service.Store;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// The store over SQL: readings in parallel, changes through one writer.
final class SqlStore implements Store {
    private final Engine engine;
    private final StoreOptions options;
    private final CommitQueue queue;
    private final SqlAuditLog audit;
    private final @Nullable Checkpointer checkpointer;
    private volatile Head head = new Head(0, Bytes.EMPTY);
    private volatile @Nullable Checkpointer listener;

    SqlStore(Engine engine, StoreOptions options) {
        this.engine = engine;
        this.options = options;
        migrate(engine);
        ObjectIndex objects = new ObjectIndex(options.log());
        audit = new SqlAuditLog(engine, options.log(), () -> head, objects);
        BatchWriter writer = new BatchWriter(engine, options.log(), objects, this::committed);
        writer.open();
        queue =
                new CommitQueue(
                        writer,
                        options.patience(),
                        new StallWatch.Limit(
                                options.answerTimeout().multipliedBy(2), engine.describe()));
        checkpointer =
                options.signer()
                        .map(signer ->
                                new Checkpointer(
                                        signer,
                                        options,
                                        queue,
                                        head,
                                        audit.newestCheckpoint()
                                                .map(newest -> newest.head().size())
                                                .orElse(0L)))
                        .orElse(null);
        listener = checkpointer;
    }

    /// Under a lock of its own, since several processes may open one server at once.
    static void migrate(Engine engine) {
        try (Connection connection = engine.writer(" migrations")) {
            Migrations.run(engine, connection);
        } catch (SQLException e) {
            throw Faults.unavailable(engine.describe(), e);
        }
    }

    private void committed(Head newHead) {
        head = newHead;
        Checkpointer told = listener;
        if (told != null) {
            told.committed(newHead);
        }
        audit.moved();
    }

    @Override
    public Optional<Row> get(RowKey key) {
        return engine.read(statements -> Readings.get(statements, key));
    }

    @Override
    public List<Row> get(String kind, List<Bytes> keys) {
        if (keys.size() > MAX_KEYS) {
            throw Fault.badInput(
                    "%d rows at once: want at most %d".formatted(keys.size(), MAX_KEYS));
        }
        return keys.isEmpty()
                ? List.of()
                : engine.read(statements -> Readings.get(statements, kind, keys));
    }

    @Override
    public CompletableFuture<Commit> submit(Change change) {
        CompletableFuture<Commit> done = new CompletableFuture<>();
        CompletableFuture<Void> _ = done.thenAccept(commit -> tell(change.event(), commit));
        queue.add(new Work.Write(change, AuditLeaf.of(change.event()), done));
        return done;
    }

    private void tell(AuditEvent event, Commit commit) {
        if (commit instanceof Commit.Done(long _, long index)) {
            audit.recorded(event, index);
        }
    }

    @Override
    public CompletableFuture<Long> submit(AuditEvent event) {
        CompletableFuture<Long> done = new CompletableFuture<>();
        CompletableFuture<Void> _ = done.thenAccept(index -> audit.recorded(event, index));
        queue.add(new Work.Note(AuditLeaf.of(event), done));
        return done;
    }

    @Override
    public Commit commit(Change change) {
        return await(submit(change));
    }

    @Override
    public long record(AuditEvent event) {
        return await(submit(event));
    }

    /// Waits for the writer, which answers each in time, or [StallWatch] does.
    private static <T> T await(CompletableFuture<T> done) {
        try {
            return done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Fault fault) {
                throw new Fault(fault.kind(), fault.getMessage(), fault);
            }
            throw new Fault(Fault.Kind.INTERNAL, "the writer of the store failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "interrupted while waiting for the store", e);
        }
    }

    @Override
    public List<Row> scan(String kind, Optional<Bytes> after, int limit) {
        Bytes start = after.orElse(Bytes.EMPTY);
        return engine.read(statements -> Readings.scan(statements, kind, start, limit));
    }

    @Override
    public List<Bytes> search(String kind, Term term, Optional<Bytes> after, int limit) {
        Bytes start = after.orElse(Bytes.EMPTY);
        return engine.read(statements -> Readings.search(statements, kind, term, start, limit));
    }

    @Override
    public List<Hit> search(
            String kind, String name, String prefix, Optional<Hit> after, int limit) {
        Hit start = after.orElse(new Hit(prefix, Bytes.EMPTY));
        return engine.read(
                statements -> Readings.search(statements, kind, name, prefix, start, limit));
    }

    @Override
    public long count(String kind, Term term) {
        return engine.read(statements -> Readings.count(statements, kind, term));
    }

    @Override
    public int index(String kind, List<Indexed> rows) {
        if (rows.size() > MAX_KEYS) {
            throw Fault.badInput(
                    "%d rows at once: want at most %d".formatted(rows.size(), MAX_KEYS));
        }
        CompletableFuture<Integer> done = new CompletableFuture<>();
        queue.add(new Work.Index(kind, List.copyOf(rows), done));
        return await(done);
    }

    @Override
    public AuditLog audit() {
        return audit;
    }

    @Override
    public long epoch() {
        return engine.read(statements -> {
            try (ResultSet found =
                    statements
                            .with("SELECT epoch FROM audit_log WHERE log = ?", options.log())
                            .executeQuery()) {
                return found.next() ? found.getLong(1) : 0L;
            }
        });
    }

    @Override
    public void raiseEpoch(long next) {
        CompletableFuture<Long> done = new CompletableFuture<>();
        queue.add(new Work.Raise(next, done));
        await(done);
    }

    @Override
    public void backup(Path target) {
        Backup.write(engine, target);
    }

    @Override
    public void close() {
        if (checkpointer != null) {
            checkpointer.close();
        }
        queue.close();
        engine.close();
    }
}
