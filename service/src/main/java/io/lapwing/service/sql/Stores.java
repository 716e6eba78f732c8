package io.lapwing.service.sql;

import io.lapwing.service.Store;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/// Opens stores.
public final class Stores {
    private static final int RESTORE_ANSWER_TIMEOUT_S = 60;

    private Stores() {}

    /// The store inside this process: SQLite in a folder, made when it is not there.
    ///
    /// @throws io.lapwing.crypto.Fault `CONFLICT` while another process has it open
    public static Store embedded(Path folder, StoreOptions options) {
        return open(new SqliteEngine(folder), options);
    }

    /// The store on a PostgreSQL server, in an existing database.
    ///
    /// @throws io.lapwing.crypto.Fault `CONFLICT` while another process writes the same audit log, `UNAVAILABLE` when the
    ///     server does not answer or may lose what it acknowledged
    public static Store postgres(PostgresAddress address, StoreOptions options) {
        return open(
                new PostgresEngine(address, (int) options.answerTimeout().toSeconds()), options);
    }

    /// Takes a backup into a new folder. What comes out is refused by the vault's anchor until it is accepted: see
    /// [io.lapwing.service.RestoredStore].
    ///
    /// @param progress told from time to time how many lines are in
    /// @return how many lines the backup has
    /// @throws io.lapwing.crypto.Fault `TAMPERED` when the file is damaged, `CONFLICT` when the store is not empty; nothing is
    ///     changed then
    public static long restoreEmbedded(Path backup, Path folder, LongConsumer progress) {
        try (Engine engine = new SqliteEngine(folder)) {
            return Restore.run(engine, backup, progress);
        }
    }

    /// As [#restoreEmbedded], into an empty database.
    public static long restorePostgres(
            Path backup, PostgresAddress address, LongConsumer progress) {
        try (Engine engine = new PostgresEngine(address, RESTORE_ANSWER_TIMEOUT_S)) {
            return Restore.run(engine, backup, progress);
        }
    }

    /// Empties a database again that [#restorePostgres] filled and that is not to be used.
    public static void discardPostgres(PostgresAddress address) {
        try (Engine engine = new PostgresEngine(address, RESTORE_ANSWER_TIMEOUT_S)) {
            Restore.discard(engine);
        }
    }

    private static Store open(Engine engine, StoreOptions options) {
        try {
            return new SqlStore(engine, options);
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }
}
