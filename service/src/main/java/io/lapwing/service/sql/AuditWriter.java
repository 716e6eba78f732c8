package io.lapwing.service.sql;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditLog.Checkpoint;
import io.lapwing.service.Frontier;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// The audit records of one batch: the chunk, the tiles it completes and the new frontier.
final class AuditWriter {
    /// A tile is the subtree over 2^10 = 1,024 records.
    static final int TILE_LEVEL = 10;

    private static final String INSERT_CHUNK =
            "INSERT INTO audit_chunk (log, first, records, encoded) VALUES (?, ?, ?, ?)";
    private static final String INSERT_TILE =
            "INSERT INTO audit_tile (log, tile, hash) VALUES (?, ?, ?)";
    private static final String UPDATE_LOG =
            "UPDATE audit_log SET size = ?, frontier = ? WHERE log = ? AND size = ?";
    private static final String INSERT_CHECKPOINT =
            "INSERT INTO audit_checkpoint (log, size, root, at, signature) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    private static final String RAISE =
            "UPDATE audit_log SET epoch = ? WHERE log = ? AND epoch < ?";

    private final Statements statements;
    private final String log;
    private final ObjectIndex objects;

    AuditWriter(Statements statements, String log, ObjectIndex objects) {
        this.statements = statements;
        this.log = log;
        this.objects = objects;
    }

    /// Where the log stands; begins it when it is new. The index by objects follows to there. Commits.
    Frontier load(Connection connection) throws SQLException {
        Frontier frontier = frontier();
        connection.commit();
        objects.follow(connection, statements, frontier.size());
        connection.commit();
        return frontier;
    }

    private Frontier frontier() throws SQLException {
        Frontier empty = new Frontier();
        statements
                .with(
                        "INSERT INTO audit_log (log, epoch, size, frontier) VALUES (?, 0, 0, ?) ON CONFLICT DO NOTHING",
                        log,
                        empty.encode().toArray())
                .executeUpdate();
        try (ResultSet found =
                statements
                        .with("SELECT frontier FROM audit_log WHERE log = ?", log)
                        .executeQuery()) {
            found.next();
            return Frontier.decode(Bytes.of(found.getBytes(1)));
        }
    }

    /// Appends the records to the log and to `frontier`.
    void append(Frontier frontier, List<AuditLeaf> records) throws SQLException {
        if (records.isEmpty()) {
            return;
        }
        long first = frontier.size();
        ByteArrayOutputStream chunk = new ByteArrayOutputStream(records.size() * 256);
        for (AuditLeaf record : records) {
            frontier.append(record.encoded());
            chunk.writeBytes(record.encoded().toArray());
            tile(frontier);
        }
        statements
                .with(INSERT_CHUNK, log, first, (long) records.size(), chunk.toByteArray())
                .executeUpdate();
        objects.write(statements, first, records);
        int moved =
                statements
                        .with(UPDATE_LOG, frontier.size(), frontier.encode().toArray(), log, first)
                        .executeUpdate();
        if (moved != 1) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "the audit log '%s' no longer has %d records: another process writes it; stop one of them"
                            .formatted(log, first));
        }
    }

    private void tile(Frontier frontier) throws SQLException {
        if (frontier.size() % (1L << TILE_LEVEL) == 0) {
            long tile = (frontier.size() >> TILE_LEVEL) - 1;
            statements
                    .with(INSERT_TILE, log, tile, frontier.newestSubtree(TILE_LEVEL).toArray())
                    .executeUpdate();
        }
    }

    void checkpoint(Checkpoint checkpoint) throws SQLException {
        PreparedStatement insert =
                statements.with(
                        INSERT_CHECKPOINT,
                        checkpoint.log(),
                        checkpoint.head().size(),
                        checkpoint.head().root().toArray(),
                        checkpoint.at().toString(),
                        checkpoint.signature().toArray());
        insert.executeUpdate();
    }

    /// Whether the epoch rose.
    boolean raise(long epoch) throws SQLException {
        return statements.with(RAISE, epoch, log, epoch).executeUpdate() == 1;
    }
}
