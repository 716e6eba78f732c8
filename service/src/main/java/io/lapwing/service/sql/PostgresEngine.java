package io.lapwing.service.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.lapwing.crypto.Fault;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/// A PostgreSQL server: a pool for readings, a connection of its own for the writer.
final class PostgresEngine implements Engine {
    private static final int READERS = 16;
    private static final int CONNECT_TIMEOUT_S = 5;

    /// "lock_not_available" (PostgreSQL, Appendix A).
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /// Each reading is a range of one index: said to the planner, which would sort or read the whole of a table that its
    /// statistics still call small.
    private static final String BY_INDEX =
            "SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off";

    private final PGSimpleDataSource server = new PGSimpleDataSource();
    private final HikariDataSource readers;
    private final String url;

    /// How long a process that takes over from one that died waits until the server has noticed the death: less than the
    /// answer timeout, so that the answer is the server's.
    private final int lockWaitS;

    /// @param answerTimeoutS after how long a server that is silent counts as away
    PostgresEngine(PostgresAddress address, int answerTimeoutS) {
        lockWaitS = Math.max(1, answerTimeoutS - 1);
        url = address.url().replaceFirst("\\?.*", "");
        server.setURL(address.url());
        server.setUser(address.user());
        server.setPassword(
                new String(
                        address.password().segment().toArray(ValueLayout.JAVA_BYTE),
                        StandardCharsets.UTF_8));
        server.setConnectTimeout(CONNECT_TIMEOUT_S);
        server.setLoginTimeout(CONNECT_TIMEOUT_S);
        server.setSocketTimeout(answerTimeoutS);
        server.setPrepareThreshold(1);
        server.setApplicationName("lapwing");
        HikariConfig config = new HikariConfig();
        config.setDataSource(server);
        config.setPoolName("lapwing-readers");
        config.setMaximumPoolSize(READERS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT_TIMEOUT_S * 1_000L);
        config.setInitializationFailTimeout(-1);
        config.setReadOnly(true);
        config.setConnectionInitSql(BY_INDEX);
        readers = new HikariDataSource(config);
    }

    @Override
    public String describe() {
        return "PostgreSQL at " + url;
    }

    @Override
    public Connection writer(String log) throws SQLException {
        Connection connection = server.getConnection();
        try {
            demandDurability(connection);
            lock(connection, log);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /// A server that acknowledges commits it may lose cannot keep the promise of the store.
    private void demandDurability(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (setting(statement, "fsync").equals("off")) {
                throw new Fault(
                        Fault.Kind.UNAVAILABLE,
                        describe() + " runs with fsync=off: set fsync=on in postgresql.conf");
            }
            String commit = setting(statement, "synchronous_commit");
            if (commit.equals("off") || commit.equals("local")) {
                statement.execute("SET synchronous_commit = on");
            }
        }
    }

    private static String setting(Statement statement, String name) throws SQLException {
        try (ResultSet found = statement.executeQuery("SHOW " + name)) {
            found.next();
            return found.getString(1);
        }
    }

    private void lock(Connection connection, String log) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = '" + lockWaitS + "s'");
        }
        try (var lock =
                connection.prepareStatement(
                        "SELECT pg_advisory_lock(hashtextextended('lapwing ' || current_schema() || ' ' || ?, 0))")) {
            lock.setString(1, log);
            lock.execute();
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw new Fault(
                        Fault.Kind.CONFLICT,
                        "the audit log '%s' is in use: give each process a log name of its own, or stop the other one"
                                .formatted(log),
                        e);
            }
            throw e;
        }
    }

    @Override
    public Connection snapshot() throws SQLException {
        Connection connection = server.getConnection();
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        return connection;
    }

    @Override
    public <T> T read(Query<T> query) {
        try (Connection connection = readers.getConnection()) {
            return query.on(new Statements(connection));
        } catch (SQLException e) {
            throw Faults.unavailable(describe(), e);
        }
    }

    @Override
    public String localised(String migration) {
        return migration
                .replace("${octets}", "BYTEA")
                .replace("${text}", "TEXT COLLATE \"C\"")
                .replace("${number}", "BIGINT")
                .replace("${updated}", "WITH (fillfactor = 85)")
                .replace("${keyed}", "");
    }

    @Override
    public void close() {
        readers.close();
    }
}
