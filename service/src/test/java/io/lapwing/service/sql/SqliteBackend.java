package io.lapwing.service.sql;

import io.lapwing.service.Store;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

final class SqliteBackend implements Backend {
    private final Path folder;

    SqliteBackend(Path folder) {
        this.folder = folder;
    }

    @Override
    public Store open(StoreOptions options) {
        return Stores.embedded(folder, options);
    }

    @Override
    public void tamper(String sql, Object... parameters) {
        try (var connection =
                        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("store.db"));
                var statement = connection.prepareStatement(sql)) {
            Statements.set(statement, parameters);
            statement.execute();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void blockAudit() {
        tamper(
                "CREATE TRIGGER full_disk BEFORE INSERT ON audit_chunk BEGIN SELECT RAISE(ABORT, 'disk is full'); END");
    }

    @Override
    public void unblockAudit() {
        tamper("DROP TRIGGER full_disk");
    }

    @Override
    public long restore(Path backup) {
        return Stores.restoreEmbedded(backup, folder, _ -> {});
    }

    @Override
    public Engine engine() {
        return new SqliteEngine(folder);
    }

    @Override
    public List<String> address() {
        return List.of("embedded", folder.toString());
    }

    @Override
    public void close() {}
}
