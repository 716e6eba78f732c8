package io.lapwing.service.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// The prepared statements of one connection, each prepared once. For one thread at a time.
final class Statements implements AutoCloseable {
    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Statements(Connection connection) {
        this.connection = connection;
    }

    /// The statement with its parameters set from 1 on: `String`, `Long` or octets.
    PreparedStatement with(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        set(statement, parameters);
        return statement;
    }

    static void set(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            switch (parameters[i]) {
                case String text -> statement.setString(i + 1, text);
                case Long number -> statement.setLong(i + 1, number);
                case Integer number -> statement.setInt(i + 1, number);
                case byte[] octets -> statement.setBytes(i + 1, octets);
                default ->
                        throw new IllegalArgumentException(
                                "no SQL type for " + parameters[i].getClass());
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
