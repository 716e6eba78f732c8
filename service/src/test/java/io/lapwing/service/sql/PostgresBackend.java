package io.lapwing.service.sql;

import io.lapwing.service.Store;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/// A schema of its own on a server that several tests share.
final class PostgresBackend implements Backend {
    private final PostgresAddress server;
    private final PostgresAddress schema;
    private final String name;

    PostgresBackend(PostgresAddress server, String name) {
        this.server = server;
        this.name = name;
        run(server, "CREATE SCHEMA " + name);
        schema =
                new PostgresAddress(
                        server.url() + "?currentSchema=" + name, server.user(), server.password());
    }

    @Override
    public Store open(StoreOptions options) {
        return Stores.postgres(schema, options);
    }

    private static void run(PostgresAddress address, String sql, Object... parameters) {
        try (Connection connection =
                        DriverManager.getConnection(
                                address.url(), address.user(), password(address));
                var statement = connection.prepareStatement(sql)) {
            Statements.set(statement, parameters);
            statement.execute();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static String password(PostgresAddress address) {
        return new String(
                address.password().segment().toArray(ValueLayout.JAVA_BYTE),
                StandardCharsets.UTF_8);
    }

    @Override
    public void tamper(String sql, Object... parameters) {
        run(schema, sql, parameters);
    }

    @Override
    public void blockAudit() {
        tamper("ALTER TABLE audit_chunk ADD CONSTRAINT full_disk CHECK (false) NOT VALID");
    }

    @Override
    public void unblockAudit() {
        tamper("ALTER TABLE audit_chunk DROP CONSTRAINT full_disk");
    }

    @Override
    public long restore(Path backup) {
        return Stores.restorePostgres(backup, schema, _ -> {});
    }

    @Override
    public Engine engine() {
        return new PostgresEngine(schema, 10);
    }

    @Override
    public List<String> address() {
        return List.of("postgres", schema.url(), schema.user(), password(schema));
    }

    @Override
    public void close() {
        run(server, "DROP SCHEMA " + name + " CASCADE");
    }
}
