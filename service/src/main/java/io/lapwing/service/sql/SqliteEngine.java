package io.lapwing.service.sql;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.sqlite.SQLiteConfig;

/// SQLite in a folder: `store.db` with its write-ahead log, and `store.lock`.
///
/// Readings run on the caller's thread. A call into SQLite pins a virtual thread's carrier for its few microseconds;
/// the pool's size bounds how many do so at once.
final class SqliteEngine implements Engine {
    private static final int READERS = 4;
    private static final int CACHE_KIB = 16 * 1024;

    /// The page of a new store: a row of a device is about a third of it, and each change writes a page twice. A store
    /// keeps the page that it was made with.
    private static final int PAGE_BYTES = 2_048;

    /// How many pages the write-ahead log may have before a commit copies them into the file: 40 MiB.
    private static final int CHECKPOINT_PAGES = 20_000;

    private static final int BUSY_TIMEOUT_MS = 5_000;

    private final Path file;
    private final FileChannel lockFile;
    private final FileLock lock;
    private final BlockingQueue<Statements> idle = new ArrayBlockingQueue<>(READERS);
    private final List<Statements> readers = new ArrayList<>();
    private boolean closed;

    SqliteEngine(Path folder) {
        file = folder.resolve("store.db");
        try {
            Files.createDirectories(folder);
            lockFile =
                    FileChannel.open(
                            folder.resolve("store.lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw unusable(folder, e);
        }
        lock = lock(folder);
    }

    private FileLock lock(Path folder) {
        try {
            FileLock taken = lockFile.tryLock();
            if (taken != null) {
                return taken;
            }
        } catch (IOException e) {
            throw unusable(folder, e);
        } catch (OverlappingFileLockException _) {
            // Held by this very process: refused below like any other.
        }
        closeQuietly(lockFile);
        throw new Fault(
                Fault.Kind.CONFLICT,
                "the store %s is in use: stop the process that has it open".formatted(folder));
    }

    private static Fault unusable(Path folder, IOException cause) {
        return new Fault(
                Fault.Kind.UNAVAILABLE,
                "the store's folder %s cannot be used: %s; want a folder that this user may write"
                        .formatted(folder, cause.getMessage()),
                cause);
    }

    @Override
    public String describe() {
        return "SQLite in " + file.getParent();
    }

    @Override
    public Connection writer(String log) throws SQLException {
        Connection connection = connect();
        connection.setAutoCommit(false);
        return connection;
    }

    @Override
    public Connection snapshot() throws SQLException {
        Connection connection = connect();
        connection.setAutoCommit(false);
        return connection;
    }

    private Connection connect() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setCacheSize(-CACHE_KIB);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        config.setPragma(
                SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT,
                Long.toString((long) CHECKPOINT_PAGES * PAGE_BYTES));
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        try (var statement = connection.createStatement()) {
            // In this order: a file with a write-ahead log has its page for good.
            statement.execute("PRAGMA page_size=" + PAGE_BYTES);
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA wal_autocheckpoint=" + CHECKPOINT_PAGES);
        }
        return connection;
    }

    @Override
    public <T> T read(Query<T> query) {
        Statements reader = borrow();
        try {
            return query.on(reader);
        } catch (SQLException e) {
            throw Faults.unavailable(describe(), e);
        } finally {
            idle.add(reader);
        }
    }

    private Statements borrow() {
        Statements reader = idle.poll();
        if (reader != null) {
            return reader;
        }
        try {
            synchronized (readers) {
                if (closed) {
                    throw new Fault(Fault.Kind.UNAVAILABLE, "the store is closed: open it again");
                }
                if (readers.size() < READERS) {
                    Statements opened = new Statements(connect());
                    readers.add(opened);
                    return opened;
                }
            }
            return idle.take();
        } catch (SQLException e) {
            throw Faults.unavailable(describe(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "interrupted while waiting to read", e);
        }
    }

    @Override
    public String localised(String migration) {
        return migration
                .replace("${octets}", "BLOB")
                .replace("${text}", "TEXT")
                .replace("${number}", "INTEGER")
                .replace("${updated}", "")
                .replace("${keyed}", "WITHOUT ROWID");
    }

    @Override
    public void close() {
        synchronized (readers) {
            closed = true;
            for (Statements reader : readers) {
                closeQuietly(reader);
            }
            readers.clear();
            idle.clear();
        }
        closeQuietly(lock);
        closeQuietly(lockFile);
    }

    /// Nothing depends on the end of a connection or file that is given up.
    private static void closeQuietly(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception _) {
            // Given up either way.
        }
    }
}
