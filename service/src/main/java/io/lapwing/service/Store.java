package io.lapwing.service;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.Change.Term;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// The one store: rows found by key, each changed by one compare-and-set that writes its audit record in the same
/// transaction. What is answered after [#commit] is durable.
///
/// The port needs nothing global (no join, no sequence, no transaction over two rows), so that a partitioned engine
/// fits it. Implementations are safe for use by many threads, virtual ones too. Methods throw
/// [io.lapwing.crypto.Fault] `UNAVAILABLE` when the engine does not answer, and change nothing then; after a commit that
/// ended so, read again before you decide.
public interface Store extends AutoCloseable {
    /// The most rows that are read by their keys at once.
    int MAX_KEYS = 1_024;

    /// The row as it was last committed.
    Optional<Row> get(RowKey key);

    /// Makes one change with its audit record. Waits when the queue is full, and fails `EXHAUSTED` past the configured
    /// wait. Stages that depend on the future run in the writer: they must not wait for anything.
    CompletableFuture<Commit> submit(Change change);

    /// Writes an audit record without a change, as [#submit(Change)] does; records of one caller keep their order.
    ///
    /// @return its index in the audit log
    CompletableFuture<Long> submit(AuditEvent event);

    /// Makes one change with its audit record and waits until it is durable.
    Commit commit(Change change);

    /// Writes an audit record without a change, and waits until it is durable.
    ///
    /// @return its index in the audit log
    long record(AuditEvent event);

    /// Rows of one kind in the order of their keys, after `after`, at most `limit`.
    List<Row> scan(String kind, Optional<Bytes> after, int limit);

    /// The rows of one kind with these keys, as they were last committed, in the order asked for. Keys without a row are
    /// left out.
    ///
    /// @param keys at most [#MAX_KEYS]
    List<Row> get(String kind, List<Bytes> keys);

    /// Keys of the rows of one kind that carry exactly this term, in the order of the keys, after `after`, at most
    /// `limit`. It touches the index at the page alone, however many rows carry the term.
    List<Bytes> search(String kind, Term term, Optional<Bytes> after, int limit);

    /// Rows of one kind that carry a term whose value begins with `prefix`, in the order of value and key, after `after`,
    /// at most `limit`; a row that carries several is there for each. It touches the index at the page alone.
    ///
    /// @param name the term's
    List<Hit> search(String kind, String name, String prefix, Optional<Hit> after, int limit);

    /// A row and a value of its term.
    record Hit(String value, Bytes key) {}

    /// How many rows of one kind carry exactly this term: kept with the rows, not counted when asked.
    long count(String kind, Term term);

    /// Gives rows of one kind the terms by which they are found from now on, each where it still has the version that was
    /// seen: so a newer program fills its index. Nothing of a row changes, and nothing is recorded.
    ///
    /// @param rows at most [#MAX_KEYS]
    /// @return how many had that version
    int index(String kind, List<Indexed> rows);

    /// A row as it was seen, and its terms.
    record Indexed(Bytes key, long version, Set<Term> terms) {
        public Indexed {
            terms = Set.copyOf(terms);
        }
    }

    /// The audit log.
    AuditLog audit();

    /// The epoch of this store's own audit log: see [AnchorKeeper].
    long epoch();

    /// Sets the epoch, durable on return.
    ///
    /// @throws io.lapwing.crypto.Fault `CONFLICT` unless it is larger than [#epoch()]
    void raiseEpoch(long next);

    /// Copies the store, consistent, into a new file while it runs.
    ///
    /// @param target must not exist
    void backup(java.nio.file.Path target);

    @Override
    void close();
}
