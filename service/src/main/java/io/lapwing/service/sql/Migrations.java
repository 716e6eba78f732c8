package io.lapwing.service.sql;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/// Brings the tables to the newest version: one numbered script each, in one transaction with its number.
final class Migrations {
    private static final int NEWEST = 3;

    private Migrations() {}

    static void run(Engine engine, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS store_version (version INTEGER NOT NULL PRIMARY KEY)");
            int version = version(statement);
            if (version > NEWEST) {
                throw new Fault(
                        Fault.Kind.CONFLICT,
                        "the store has tables of version %d, this program knows up to %d: use the newer program"
                                .formatted(version, NEWEST));
            }
            for (int next = version + 1; next <= NEWEST; next++) {
                apply(statement, engine.localised(script(next)));
                statement.execute("INSERT INTO store_version (version) VALUES (" + next + ")");
            }
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        }
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet found =
                statement.executeQuery("SELECT COALESCE(MAX(version), 0) FROM store_version")) {
            found.next();
            return found.getInt(1);
        }
    }

    private static void apply(Statement statement, String script) throws SQLException {
        String bare = script.replaceAll("(?m)^--.*$", "");
        for (String command : Arrays.stream(bare.split(";")).map(String::strip).toList()) {
            if (!command.isEmpty()) {
                statement.execute(command);
            }
        }
    }

    private static String script(int version) {
        try (InputStream in = Migrations.class.getResourceAsStream(version + ".sql")) {
            if (in == null) {
                throw new Fault(Fault.Kind.INTERNAL, "no migration " + version);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Fault(Fault.Kind.INTERNAL, "migration " + version + " cannot be read", e);
        }
    }
}
