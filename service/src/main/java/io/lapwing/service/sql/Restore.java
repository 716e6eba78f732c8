package io.lapwing.service.sql;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;
import io.lapwing.service.AuditEncoding;
import io.lapwing.service.Frontier;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Takes a backup into an empty store, in one transaction: a file that is damaged anywhere changes nothing.
///
/// The audit logs are read record by record: a log whose records do not lead to its frontier is refused.
final class Restore implements AutoCloseable {
    private static final int BATCH = 1_000;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final String INSERT_TILE =
            "INSERT INTO audit_tile (log, tile, hash) VALUES (?, ?, ?)";

    private static final String NO_RECORDS = "DELETE FROM audit_log WHERE size = 0";

    private final Path file;
    private final Connection connection;
    private final Statements statements;
    private final LongConsumer progress;
    private final Map<String, Bytes> expected = new HashMap<>();
    private final Map<String, Frontier> logs = new HashMap<>();
    private BackupFormat.@Nullable Table pending;
    private int batched;
    private long lines;

    private Restore(Path file, Connection connection, LongConsumer progress) {
        this.file = file;
        this.connection = connection;
        this.statements = new Statements(connection);
        this.progress = progress;
    }

    /// Restores the file.
    ///
    /// @param progress told how many lines are in, every thousand
    /// @return how many lines
    static long run(Engine engine, Path file, LongConsumer progress) {
        SqlStore.migrate(engine);
        try (Restore restore = new Restore(file, engine.writer(" restore"), progress)) {
            return restore.run();
        } catch (SQLException e) {
            throw Faults.unavailable(engine.describe(), e);
        }
    }

    /// Takes out again what a restore brought in.
    static void discard(Engine engine) {
        try (Connection connection = engine.writer(" restore");
                Statement statement = connection.createStatement()) {
            for (BackupFormat.Table table : BackupFormat.TABLES) {
                statement.execute("DELETE FROM " + table.table());
            }
            for (String derived : BackupFormat.DERIVED) {
                statement.execute("DELETE FROM " + derived);
            }
            connection.commit();
        } catch (SQLException e) {
            throw Faults.unavailable(engine.describe(), e);
        }
    }

    private long run() throws SQLException {
        demandEmpty();
        try (BufferedInputStream stream =
                new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
            MessageDigest sha256 = Sha256.start();
            DataInputStream in = new DataInputStream(new DigestInputStream(stream, sha256));
            if (!Bytes.of(in.readNBytes(BackupFormat.TITLE.length())).equals(BackupFormat.TITLE)) {
                throw damaged("it does not begin as a backup does", null);
            }
            for (int tag = in.read(); tag != BackupFormat.END; tag = in.read()) {
                line(table(tag), in);
            }
            Bytes digest = Bytes.of(sha256.digest());
            if (!Bytes.of(stream.readNBytes(digest.length())).equals(digest)
                    || stream.read() >= 0) {
                throw damaged("its checksum does not match", null);
            }
        } catch (IOException e) {
            throw damaged(String.valueOf(e.getMessage()), e);
        }
        flush();
        demandWholeLogs();
        statements.with(TermWriter.COUNT_ALL).executeUpdate();
        connection.commit();
        progress.accept(lines);
        return lines;
    }

    /// A log without records is what a start on an empty store leaves: no reason to refuse it.
    private void demandEmpty() throws SQLException {
        statements.with(NO_RECORDS).executeUpdate();
        for (BackupFormat.Table table : BackupFormat.TABLES) {
            try (ResultSet found = statements.with(table.any()).executeQuery()) {
                if (found.next()) {
                    throw new Fault(
                            Fault.Kind.CONFLICT,
                            "the store is not empty: restore into a new folder or database");
                }
            }
        }
        for (String derived : BackupFormat.DERIVED) {
            statements.with("DELETE FROM " + derived).executeUpdate();
        }
        connection.commit();
    }

    private BackupFormat.Table table(int tag) {
        for (BackupFormat.Table table : BackupFormat.TABLES) {
            if (table.tag() == tag) {
                return table;
            }
        }
        throw damaged(tag < 0 ? "it is cut short" : "it has a line of kind " + tag, null);
    }

    private void line(BackupFormat.Table table, DataInputStream in)
            throws IOException, SQLException {
        Object[] columns = new Object[table.columns().size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] =
                    switch (table.columns().get(i).type()) {
                        case TEXT ->
                                new String(BackupFormat.readOctets(in), StandardCharsets.UTF_8);
                        case NUMBER -> in.readLong();
                        case OCTETS -> BackupFormat.readOctets(in);
                    };
        }
        if (table.equals(BackupFormat.LOG)) {
            begin((String) columns[0], (byte[]) columns[3]);
        } else if (table.equals(BackupFormat.CHUNK)) {
            append(columns);
        }
        insert(table, columns);
    }

    private void begin(String log, byte[] frontier) {
        expected.put(log, Bytes.of(frontier));
        logs.put(log, new Frontier());
    }

    private void append(Object[] chunk) throws SQLException {
        String log = (String) chunk[0];
        Frontier frontier = logs.get(log);
        if (frontier == null || frontier.size() != (Long) chunk[1]) {
            throw damaged("audit log '%s' has a gap before %s".formatted(log, chunk[1]), null);
        }
        byte[] encoded = (byte[]) chunk[3];
        ByteBuffer in = ByteBuffer.wrap(encoded);
        for (long i = 0; i < (Long) chunk[2]; i++) {
            int start = in.position();
            AuditEncoding.decode(in);
            frontier.append(Bytes.of(encoded).slice(start, in.position()));
            if (frontier.size() % (1L << AuditWriter.TILE_LEVEL) == 0) {
                tile(log, frontier);
            }
        }
        if (in.hasRemaining()) {
            throw damaged("audit log '%s' has octets between records".formatted(log), null);
        }
    }

    private void tile(String log, Frontier frontier) throws SQLException {
        statements
                .with(
                        INSERT_TILE,
                        log,
                        (frontier.size() >> AuditWriter.TILE_LEVEL) - 1,
                        frontier.newestSubtree(AuditWriter.TILE_LEVEL).toArray())
                .executeUpdate();
    }

    private void insert(BackupFormat.Table table, Object[] columns) throws SQLException {
        if (!table.equals(pending) || batched >= BATCH) {
            flush();
        }
        pending = table;
        PreparedStatement insert = statements.with(table.insert(), columns);
        insert.addBatch();
        batched++;
        lines++;
    }

    private void flush() throws SQLException {
        BackupFormat.Table table = pending;
        if (table != null) {
            statements.with(table.insert()).executeBatch();
            progress.accept(lines);
        }
        pending = null;
        batched = 0;
    }

    private void demandWholeLogs() {
        expected.forEach((log, frontier) -> {
            Frontier grown = logs.get(log);
            if (grown == null || !grown.encode().equals(frontier)) {
                throw damaged(
                        "the records of audit log '%s' are not those of its head".formatted(log),
                        null);
            }
        });
    }

    private Fault damaged(String why, @Nullable Throwable cause) {
        String message =
                "backup %s cannot be restored: %s; nothing was changed, take another backup"
                        .formatted(file, why);
        return cause == null
                ? new Fault(Fault.Kind.TAMPERED, message)
                : new Fault(Fault.Kind.TAMPERED, message, cause);
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
    }
}
