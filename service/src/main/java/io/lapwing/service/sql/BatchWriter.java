package io.lapwing.service.sql;

import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditLog.Head;
import io.lapwing.service.Change;
import io.lapwing.service.Commit;
import io.lapwing.service.Frontier;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Commits batches over one connection: rows, audit records and frontier in one transaction. For one thread.
///
/// When a statement of a batch fails, the batch is rolled back and each of its parts tried in a transaction of its
/// own: what fails then, fails alone. When the commit itself fails, nobody knows whether it took place: all fail, the
/// connection is given up, and the next batch starts from what the engine then holds.
final class BatchWriter implements AutoCloseable {
    private final Engine engine;
    private final String log;
    private final ObjectIndex objects;
    private final Consumer<Head> committed;
    private @Nullable Session session;

    /// @param committed told each new head, durable, before anyone is answered
    BatchWriter(Engine engine, String log, ObjectIndex objects, Consumer<Head> committed) {
        this.engine = engine;
        this.log = log;
        this.objects = objects;
        this.committed = committed;
    }

    private static final class Session {
        final Connection connection;
        final RowWriter rows;
        final AuditWriter audit;
        Frontier frontier;

        Session(Connection connection, String log, ObjectIndex objects) throws SQLException {
            this.connection = connection;
            Statements statements = new Statements(connection);
            rows = new RowWriter(statements, log);
            audit = new AuditWriter(statements, log, objects);
            frontier = audit.load(connection);
        }
    }

    /// Connects, so that what hinders the start is said at the start.
    void open() {
        try {
            committed.accept(session().frontier.head());
        } catch (SQLException e) {
            throw Faults.unavailable(engine.describe(), e);
        }
    }

    private Session session() throws SQLException {
        Session open = session;
        if (open == null) {
            Connection connection = engine.writer(log);
            try {
                open = new Session(connection, log, objects);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
            session = open;
        }
        return open;
    }

    /// Commits the batch and answers each of its parts.
    void commit(List<Work> batch) {
        List<Runnable> answers;
        Session open;
        try {
            open = session();
        } catch (SQLException e) {
            failAll(batch, Faults.unavailable(engine.describe(), e));
            return;
        } catch (Fault fault) {
            failAll(batch, fault);
            return;
        }
        Frontier frontier = open.frontier.copy();
        try {
            answers = apply(open, frontier, batch);
        } catch (SQLException | RuntimeException e) {
            separate(open, batch, e);
            return;
        }
        try {
            open.connection.commit();
        } catch (SQLException e) {
            giveUp();
            failAll(batch, Faults.unavailable(engine.describe(), e));
            return;
        }
        if (frontier.size() != open.frontier.size()) {
            open.frontier = frontier;
            committed.accept(frontier.head());
        }
        answers.forEach(Runnable::run);
    }

    private List<Runnable> apply(Session open, Frontier frontier, List<Work> batch)
            throws SQLException {
        List<Change> changes = new ArrayList<>();
        for (Work work : batch) {
            if (work instanceof Work.Write write) {
                changes.add(write.change());
            }
        }
        long[] versions = open.rows.apply(changes);
        List<Runnable> answers = new ArrayList<>(batch.size() + 1);
        List<AuditLeaf> records = new ArrayList<>(batch.size());
        long first = frontier.size();
        // before any answer, so that whoever was answered finds his record
        answers.add(() -> objects.committed(first, records));
        int change = 0;
        for (Work work : batch) {
            long index = first + records.size();
            switch (work) {
                case Work.Write write -> {
                    long version = versions[change++];
                    if (version > 0) {
                        records.add(write.event());
                        Commit done = new Commit.Done(version, index);
                        answers.add(() -> write.done().complete(done));
                    } else {
                        answers.add(() -> write.done().complete(new Commit.Conflict()));
                    }
                }
                case Work.Note note -> {
                    records.add(note.event());
                    answers.add(() -> note.done().complete(index));
                }
                case Work.Sign sign -> {
                    open.audit.checkpoint(sign.checkpoint());
                    answers.add(() -> sign.done().complete(sign.checkpoint().head().size()));
                }
                case Work.Index terms -> {
                    int done = open.rows.index(terms.kind(), terms.rows());
                    answers.add(() -> terms.done().complete(done));
                }
                case Work.Raise raise -> answers.add(raise(open, raise));
                case Work.Wake() -> {}
            }
        }
        open.audit.append(frontier, records);
        return answers;
    }

    private static Runnable raise(Session open, Work.Raise raise) throws SQLException {
        if (open.audit.raise(raise.epoch())) {
            return () -> raise.done().complete(raise.epoch());
        }
        return () ->
                raise.fail(
                        new Fault(
                                Fault.Kind.CONFLICT,
                                "epoch %d is not above the store's: read the epoch again"
                                        .formatted(raise.epoch())));
    }

    private void separate(Session open, List<Work> batch, Exception why) {
        try {
            open.connection.rollback();
        } catch (SQLException _) {
            giveUp();
            failAll(batch, asFault(why));
            return;
        }
        if (batch.size() == 1) {
            batch.getFirst().fail(asFault(why));
            reload(open);
        } else {
            batch.forEach(work -> commit(List.of(work)));
        }
    }

    /// After a failure the engine, not this process, says where the log stands.
    private void reload(Session open) {
        try {
            open.frontier = open.audit.load(open.connection);
        } catch (SQLException | RuntimeException _) {
            giveUp();
        }
    }

    private Fault asFault(Exception why) {
        return switch (why) {
            case Fault fault -> fault;
            case SQLException sql -> Faults.unavailable(engine.describe(), sql);
            default -> new Fault(Fault.Kind.INTERNAL, "the writer of the store failed", why);
        };
    }

    private static void failAll(List<Work> batch, Fault why) {
        batch.forEach(work -> work.fail(why));
    }

    private void giveUp() {
        Session open = session;
        session = null;
        if (open != null) {
            try {
                open.connection.close();
            } catch (SQLException _) {
                // It is given up either way.
            }
        }
    }

    @Override
    public void close() {
        giveUp();
    }
}
