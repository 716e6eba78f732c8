package io.lapwing.service.sql;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditEncoding;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.AuditLog;
import io.lapwing.service.MerkleTree;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;

/// One log's records, read in the chunks in which they were committed.
final class SqlAuditLog implements AuditLog {
    private static final int MAX_CHUNKS = 64;
    private static final String CHUNKS =
            """
            SELECT first, records, encoded FROM audit_chunk
            WHERE log = ? AND first >= COALESCE(
                (SELECT MAX(first) FROM audit_chunk WHERE log = ? AND first <= ?), 0)
            ORDER BY first LIMIT ?\
            """;
    private static final String CHECKPOINTS =
            """
            SELECT size, root, at, signature FROM audit_checkpoint
            WHERE log = ? AND size >= ? ORDER BY size LIMIT ?\
            """;
    private static final String NEWEST =
            """
            SELECT size, root, at, signature FROM audit_checkpoint
            WHERE log = ? ORDER BY size DESC LIMIT 1\
            """;

    private final Engine engine;
    private final String log;
    private final Supplier<Head> head;
    private final ObjectLookup objects;
    private final List<Runnable> hearers = new CopyOnWriteArrayList<>();
    private final List<ObjLongConsumer<AuditEvent>> ofEach = new CopyOnWriteArrayList<>();

    SqlAuditLog(Engine engine, String log, Supplier<Head> head, ObjectIndex index) {
        this.engine = engine;
        this.log = log;
        this.head = head;
        objects = new ObjectLookup(engine, log, index);
    }

    @Override
    public Hearing hear(Runnable moved) {
        hearers.add(moved);
        return () -> hearers.remove(moved);
    }

    @Override
    public Hearing hearEach(ObjLongConsumer<AuditEvent> recorded) {
        ofEach.add(recorded);
        return () -> ofEach.remove(recorded);
    }

    /// Tells those who hear of each record.
    void recorded(AuditEvent event, long index) {
        ofEach.forEach(hearer -> hearer.accept(event, index));
    }

    /// Tells those who hear that the head moved.
    void moved() {
        hearers.forEach(Runnable::run);
    }

    @Override
    public String name() {
        return log;
    }

    @Override
    public Head head() {
        return head.get();
    }

    private record Chunk(long first, long records, Bytes encoded) {}

    @Override
    public List<AuditRecord> read(long from, int limit) {
        List<AuditRecord> records = new ArrayList<>();
        long next = from;
        while (records.size() < limit) {
            List<Chunk> chunks = chunks(next, Math.min(limit - records.size(), MAX_CHUNKS));
            int before = records.size();
            for (Chunk chunk : chunks) {
                take(chunk, next, limit, records);
            }
            if (records.size() == before) {
                break;
            }
            next = records.getLast().index() + 1;
        }
        return List.copyOf(records);
    }

    private List<Chunk> chunks(long from, int limit) {
        return engine.read(statements -> {
            List<Chunk> chunks = new ArrayList<>();
            try (ResultSet found =
                    statements.with(CHUNKS, log, log, from, (long) limit).executeQuery()) {
                while (found.next()) {
                    chunks.add(
                            new Chunk(
                                    found.getLong(1),
                                    found.getLong(2),
                                    Bytes.of(found.getBytes(3))));
                }
            }
            return chunks;
        });
    }

    /// Adds the chunk's records from index `from` on, up to `limit` in all.
    private static void take(Chunk chunk, long from, int limit, List<AuditRecord> records) {
        ByteBuffer in = ByteBuffer.wrap(chunk.encoded.toArray());
        long end = chunk.first + chunk.records;
        for (long index = chunk.first; index < end && records.size() < limit; index++) {
            int start = in.position();
            AuditEvent event = AuditEncoding.decode(in);
            if (index >= from) {
                Bytes encoded = chunk.encoded.slice(start, in.position());
                records.add(new AuditRecord(index, event, encoded));
            }
            if (index == end - 1 && in.hasRemaining()) {
                throw new Fault(
                        Fault.Kind.TAMPERED,
                        "audit record %d is followed by %d octets that belong to none"
                                .formatted(index, in.remaining()));
            }
        }
    }

    @Override
    public Found newest(Aim aim, long before, int limit) {
        List<Long> indexes = objects.newest(aim, before, limit + 1);
        return found(aim, indexes, limit, 0);
    }

    @Override
    public Found oldest(Aim aim, long from, int limit) {
        List<Long> indexes = objects.oldest(aim, from, limit + 1);
        return found(aim, indexes, limit, 1);
    }

    /// Reads the first `limit` of the records, and leaves out those that are about something else.
    ///
    /// @param step from the last record that was looked at to where one goes on
    private Found found(Aim aim, List<Long> indexes, int limit, int step) {
        List<Long> some = indexes.subList(0, Math.min(limit, indexes.size()));
        List<AuditRecord> records =
                engine.read(statements -> {
                    SingleRecords single = new SingleRecords(statements, log);
                    List<AuditRecord> read = new ArrayList<>(some.size());
                    for (long index : some) {
                        single.read(index)
                                .filter(record -> aim.meets(record.event()))
                                .ifPresent(read::add);
                    }
                    return read;
                });
        return new Found(
                records,
                indexes.size() > limit
                        ? OptionalLong.of(some.getLast() + step)
                        : OptionalLong.empty());
    }

    @Override
    public Bytes rootAt(long size) {
        if (size == 0) {
            return MerkleTree.EMPTY_ROOT;
        }
        demandSize(size);
        return tree(size).hash(0, size);
    }

    @Override
    public InclusionProof inclusion(long index) {
        Head now = head();
        if (index < 0 || index >= now.size()) {
            throw new Fault(
                    Fault.Kind.NOT_FOUND,
                    "audit record %d: the log has %d".formatted(index, now.size()));
        }
        AuditRecord record =
                read(index, 1).stream()
                        .filter(found -> found.index() == index)
                        .findFirst()
                        .orElseThrow(() -> TreeReader.missing(index));
        return new InclusionProof(
                record, now, MerkleTree.inclusion(index, now.size(), tree(now.size())));
    }

    @Override
    public List<Bytes> consistency(long from, long size) {
        demandSize(size);
        return MerkleTree.consistency(from, size, tree(size));
    }

    private void demandSize(long size) {
        long records = head().size();
        if (size < 0 || size > records) {
            throw Fault.badInput("audit log of %d records: it has %d".formatted(size, records));
        }
    }

    private TreeReader tree(long size) {
        return new TreeReader(engine, this, size);
    }

    @Override
    public List<Checkpoint> checkpoints(long fromSize, int limit) {
        return engine.read(statements ->
                checkpoints(
                        statements.with(CHECKPOINTS, log, fromSize, (long) limit).executeQuery()));
    }

    @Override
    public Optional<Checkpoint> newestCheckpoint() {
        return engine
                .read(statements -> checkpoints(statements.with(NEWEST, log).executeQuery()))
                .stream()
                .findFirst();
    }

    private List<Checkpoint> checkpoints(ResultSet found) throws SQLException {
        try (found) {
            List<Checkpoint> checkpoints = new ArrayList<>();
            while (found.next()) {
                checkpoints.add(
                        new Checkpoint(
                                log,
                                new Head(found.getLong(1), Bytes.of(found.getBytes(2))),
                                Instant.parse(found.getString(3)),
                                Bytes.of(found.getBytes(4))));
            }
            return checkpoints;
        }
    }
}
