package io.lapwing.service.sql;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/// Writes the whole store into one file that any engine can take back: what [BackupFormat] says, of one moment, while
/// the store runs.
final class Backup {
    private static final int FETCH = 1_000;
    private static final int BUFFER_BYTES = 1 << 16;

    private Backup() {}

    static void write(Engine engine, Path target) {
        Path absolute = target.toAbsolutePath();
        if (Files.exists(absolute)) {
            throw new Fault(
                    Fault.Kind.CONFLICT, "backup %s exists: name a new file".formatted(absolute));
        }
        Path partial = absolute.resolveSibling(absolute.getFileName() + ".partial");
        try {
            Files.deleteIfExists(partial);
            try (FileChannel file =
                    FileChannel.open(
                            partial,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")))) {
                write(engine, Channels.newOutputStream(file));
                file.force(true);
            }
            Files.move(partial, absolute, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "backup %s cannot be written: %s; want room and a folder that this user may write"
                            .formatted(absolute, e.getMessage()),
                    e);
        } catch (SQLException e) {
            throw Faults.unavailable(engine.describe(), e);
        }
    }

    private static void write(Engine engine, OutputStream file) throws IOException, SQLException {
        MessageDigest sha256 = Sha256.start();
        DataOutputStream out =
                new DataOutputStream(
                        new DigestOutputStream(
                                new BufferedOutputStream(file, BUFFER_BYTES), sha256));
        out.write(BackupFormat.TITLE.toArray());
        try (Connection snapshot = engine.snapshot();
                Statement statement = snapshot.createStatement()) {
            statement.setFetchSize(FETCH);
            for (BackupFormat.Table table : BackupFormat.TABLES) {
                write(statement, table, out);
            }
            snapshot.rollback();
        }
        out.writeByte(BackupFormat.END);
        out.write(sha256.digest());
        out.flush();
    }

    private static void write(Statement statement, BackupFormat.Table table, DataOutputStream out)
            throws IOException, SQLException {
        try (ResultSet found = statement.executeQuery(table.select())) {
            while (found.next()) {
                out.writeByte(table.tag());
                for (int column = 1; column <= table.columns().size(); column++) {
                    switch (table.columns().get(column - 1).type()) {
                        case TEXT ->
                                BackupFormat.writeOctets(
                                        out, BackupFormat.utf8(found.getString(column)));
                        case NUMBER -> out.writeLong(found.getLong(column));
                        case OCTETS -> BackupFormat.writeOctets(out, found.getBytes(column));
                    }
                }
            }
        }
    }
}
