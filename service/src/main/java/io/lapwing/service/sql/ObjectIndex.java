package io.lapwing.service.sql;

import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditEncoding;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Which records of one log are about which object.
///
/// Each 32,768 records are a run: their entries, sorted, are written with the batch that completes the run, so that a
/// record costs 8 octets and no place of its own in a tree of the engine. The entries of the records since then are held
/// here alone; a start reads those records again, and with them whatever has no run yet: the log of a restored store,
/// or of one that was made before there were runs.
final class ObjectIndex {
    static final int RUN = 1 << ObjectEntry.PLACE_BITS;

    /// Entries of one line of the table: 1 KiB.
    static final int PART = 128;

    /// A place without a readable record; above every entry.
    private static final long NONE = Long.MAX_VALUE;

    private static final String INSERT =
            "INSERT INTO audit_object (log, run, first, entries) VALUES (?, ?, ?, ?)";
    private static final String RUNS =
            "SELECT COALESCE(MAX(run) + 1, 0) FROM audit_object WHERE log = ?";
    private static final String CHUNK =
            """
            SELECT first, records, encoded FROM audit_chunk
            WHERE log = ? AND first >= COALESCE(
                (SELECT MAX(first) FROM audit_chunk WHERE log = ? AND first <= ?), 0)
            ORDER BY first LIMIT 64\
            """;

    private final String log;
    private final long[] tail = new long[RUN];
    private long start;
    private int size;

    ObjectIndex(String log) {
        this.log = log;
    }

    /// What is in memory, as it is now.
    ///
    /// @param start the index of the first record; all before are in runs
    /// @param indexes of records within a range, oldest first
    record Recent(long start, List<Long> indexes) {}

    synchronized Recent recent(ObjectEntry.Range range) {
        List<Long> indexes = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            if (range.holds(tail[i])) {
                indexes.add(start + i);
            }
        }
        return new Recent(start, indexes);
    }

    /// Follows the log to its end, `records`, from wherever it stands. Commits each run.
    synchronized void follow(Connection connection, Statements statements, long records)
            throws SQLException {
        long runs = runs(statements);
        if (start != runs * RUN || start + size > records) {
            start = runs * RUN;
            size = 0;
        }
        long next = start + size;
        while (next < records) {
            long last = next;
            try (ResultSet chunks = statements.with(CHUNK, log, log, next).executeQuery()) {
                while (chunks.next()) {
                    next = take(chunks.getLong(1), chunks.getLong(2), chunks.getBytes(3), next);
                    if (size == RUN) {
                        break;
                    }
                }
            }
            if (next == last) {
                // nothing but a gap follows
                next = Math.min(records, start + RUN);
                fill(next);
            }
            if (size == RUN) {
                write(statements, start, tail);
                connection.commit();
                start += RUN;
                size = 0;
            }
        }
    }

    private long runs(Statements statements) throws SQLException {
        try (ResultSet found = statements.with(RUNS, log).executeQuery()) {
            found.next();
            return found.getLong(1);
        }
    }

    /// Takes the records of a chunk from index `from` on, as far as the run goes.
    ///
    /// @return the index after the last one
    private long take(long first, long records, byte[] encoded, long from) {
        long end = Math.min(first + records, start + RUN);
        if (end <= from) {
            return from;
        }
        fill(first);
        ByteBuffer in = ByteBuffer.wrap(encoded);
        try {
            for (long index = first; index < end; index++) {
                if (index < from) {
                    AuditEncoding.skip(in);
                } else {
                    add(index, ObjectEntry.of(AuditEncoding.decode(in)));
                }
            }
        } catch (Fault damaged) {
            // The verification of the log tells of it; what can be read stays found.
            if (damaged.kind() != Fault.Kind.TAMPERED) {
                throw damaged;
            }
            fill(end);
        }
        return end;
    }

    private void add(long index, long entry) {
        tail[size++] = entry | (index - start);
    }

    /// Leaves out the records before an index.
    private void fill(long index) {
        while (start + size < index && size < RUN) {
            tail[size++] = NONE;
        }
    }

    /// Writes the run that these records complete, if they do.
    ///
    /// @param first the index of the first
    void write(Statements statements, long first, List<AuditLeaf> leaves) throws SQLException {
        long end = (first / RUN + 1) * RUN;
        if (first + leaves.size() < end) {
            return;
        }
        long[] run;
        synchronized (this) {
            run = Arrays.copyOf(tail, RUN);
        }
        for (int i = 0; first + i < end; i++) {
            long index = first + i;
            run[(int) (index % RUN)] = leaves.get(i).entry() | index % RUN;
        }
        write(statements, end - RUN, run);
    }

    private void write(Statements statements, long from, long[] entries) throws SQLException {
        long[] run = entries.clone();
        Arrays.sort(run);
        int count = RUN;
        while (count > 0 && run[count - 1] == NONE) {
            count--;
        }
        PreparedStatement insert = statements.with(INSERT);
        for (int at = 0; at == 0 || at < count; at += PART) {
            int end = Math.min(count, at + PART);
            ByteBuffer part = ByteBuffer.allocate((end - at) * Long.BYTES);
            part.asLongBuffer().put(run, at, end - at);
            Statements.set(insert, log, from / RUN, at == 0 ? 0L : run[at], part.array());
            insert.addBatch();
        }
        insert.executeBatch();
    }

    /// Takes the entries of records that are durable now.
    synchronized void committed(long first, List<AuditLeaf> leaves) {
        for (int i = 0; i < leaves.size(); i++) {
            if (size == RUN) {
                start += RUN;
                size = 0;
            }
            add(first + i, leaves.get(i).entry());
        }
        if (size == RUN) {
            start += RUN;
            size = 0;
        }
    }
}
