package io.lapwing.service.sql;

import java.sql.Connection;
import java.sql.SQLException;

/// What differs between the engines: how one connects, and the names of types.
interface Engine extends AutoCloseable {
    /// What it is and where, for messages.
    String describe();

    /// A connection with transactions begun implicitly, for the one writer of a log. It holds the log's lock, which
    /// dies with the connection.
    ///
    /// @throws io.lapwing.crypto.Fault `CONFLICT` while another process writes the log
    Connection writer(String log) throws SQLException;

    /// A connection that sees one state of the store, however long it reads.
    Connection snapshot() throws SQLException;

    /// Lends a connection for one short reading.
    <T> T read(Query<T> query);

    /// A migration with the engine's types put in.
    String localised(String migration);

    @Override
    void close();

    /// One short reading.
    @FunctionalInterface
    interface Query<T> {
        T on(Statements statements) throws SQLException;
    }
}
