package io.lapwing.service.sql;

import io.lapwing.crypto.Fault;
import java.sql.BatchUpdateException;
import java.sql.SQLException;

/// SQL exceptions as faults.
final class Faults {
    private static final int MAX_LENGTH = 200;

    private Faults() {}

    static Fault unavailable(String engine, SQLException cause) {
        return new Fault(
                Fault.Kind.UNAVAILABLE,
                "%s does not serve: %s; look at its disk and log, then try again"
                        .formatted(engine, firstLine(cause)),
                cause);
    }

    /// What the engine says, in one short line. That of a batch would begin with its statement and the row in it, so the
    /// failure behind it is told.
    static String firstLine(SQLException cause) {
        SQLException next = cause.getNextException();
        if (cause instanceof BatchUpdateException && next != null) {
            return firstLine(next);
        }
        String message = cause.getMessage();
        String line =
                cause instanceof BatchUpdateException || message == null
                        ? "SQL state " + cause.getSQLState()
                        : message.lines().findFirst().orElse("");
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
    }
}
