package io.lapwing.service.sql;

import io.lapwing.service.AuditLog.Aim;
import io.lapwing.service.sql.ObjectEntry.Range;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/// Finds the indexes of records about an object: in the runs through one part of each, in memory for the rest.
final class ObjectLookup {
    /// How many runs are asked at once, at first and at most: the newest records of a busy object are in few, those of
    /// a quiet one in any.
    private static final int FIRST_STRIDE = 8;

    private static final int MAX_STRIDE = 256;

    /// The part of each run in which an entry stands or would stand.
    static final String PARTS =
            """
            WITH RECURSIVE wanted(run) AS (
                SELECT CAST(? AS BIGINT) UNION ALL SELECT run + 1 FROM wanted WHERE run + 1 < ?)
            SELECT run, (SELECT entries FROM audit_object
                WHERE log = ? AND audit_object.run = wanted.run AND first <= ?
                ORDER BY first DESC LIMIT 1)
            FROM wanted\
            """;

    /// The parts behind it that begin within a range.
    static final String MORE =
            "SELECT entries FROM audit_object WHERE log = ? AND run = ? AND first > ? AND first <= ? ORDER BY first";

    private final Engine engine;
    private final String log;
    private final ObjectIndex index;

    ObjectLookup(Engine engine, String log, ObjectIndex index) {
        this.engine = engine;
        this.log = log;
        this.index = index;
    }

    /// Indexes of records that may be about it, newest first, before an index: `most` or a few more, fewer at the end.
    List<Long> newest(Aim aim, long before, int most) {
        Range range = Range.of(aim);
        List<Long> found = new ArrayList<>();
        ObjectIndex.Recent recent = index.recent(range);
        for (long at : recent.indexes().reversed()) {
            if (at < before) {
                found.add(at);
            }
        }
        long end = Math.min(recent.start() / ObjectIndex.RUN, before / ObjectIndex.RUN + 1);
        for (int stride = FIRST_STRIDE; end > 0 && found.size() < most; stride = wider(stride)) {
            long from = Math.max(0, end - stride);
            long[] some = within(range, from, end);
            for (int i = some.length - 1; i >= 0; i--) {
                if (some[i] < before) {
                    found.add(some[i]);
                }
            }
            end = from;
        }
        return found;
    }

    /// Indexes of records that may be about it, oldest first, from an index on: `most` or a few more, fewer at the end.
    List<Long> oldest(Aim aim, long from, int most) {
        Range range = Range.of(aim);
        List<Long> found = new ArrayList<>();
        ObjectIndex.Recent recent = index.recent(range);
        long end = recent.start() / ObjectIndex.RUN;
        long run = from / ObjectIndex.RUN;
        for (int stride = FIRST_STRIDE; run < end && found.size() < most; stride = wider(stride)) {
            long next = Math.min(end, run + stride);
            addFrom(within(range, run, next), from, found);
            run = next;
        }
        if (found.size() < most) {
            recent.indexes().stream().filter(at -> at >= from).forEach(found::add);
        }
        return found;
    }

    private static int wider(int stride) {
        return Math.min(MAX_STRIDE, 4 * stride);
    }

    private static void addFrom(long[] indexes, long from, List<Long> found) {
        for (long at : indexes) {
            if (at >= from) {
                found.add(at);
            }
        }
    }

    /// Indexes in the runs from one up to before another, oldest first.
    private long[] within(Range range, long from, long end) {
        return engine.read(statements -> {
            LongStream.Builder found = LongStream.builder();
            List<Long> unfinished = new ArrayList<>();
            try (ResultSet parts =
                    statements.with(PARTS, from, end, log, range.first()).executeQuery()) {
                while (parts.next()) {
                    byte[] entries = parts.getBytes(2);
                    if (entries != null && take(parts.getLong(1), entries, range, found)) {
                        unfinished.add(parts.getLong(1));
                    }
                }
            }
            for (long run : unfinished) {
                more(statements, run, range, found);
            }
            return found.build().sorted().toArray();
        });
    }

    private void more(Statements statements, long run, Range range, LongStream.Builder found)
            throws SQLException {
        try (ResultSet parts =
                statements.with(MORE, log, run, range.first(), range.last()).executeQuery()) {
            while (parts.next()) {
                take(run, parts.getBytes(1), range, found);
            }
        }
    }

    /// @return whether the range may go on behind this part
    private static boolean take(long run, byte[] part, Range range, LongStream.Builder found) {
        LongBuffer entries = ByteBuffer.wrap(part).asLongBuffer();
        long last = -1;
        while (entries.hasRemaining()) {
            last = entries.get();
            if (range.holds(last)) {
                found.add(run * ObjectIndex.RUN + ObjectEntry.place(last));
            }
        }
        return last <= range.last();
    }
}
