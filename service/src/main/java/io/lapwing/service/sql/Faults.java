package io.lapwing.service.sql;

import io.lapwing.crypto.Fault;
import java.sql.SQLException;

/// SQL exceptions as faults.
final class Faults {
    private Faults() {}

    static Fault unavailable(String engine, SQLException cause) {
        return new Fault(
                Fault.Kind.UNAVAILABLE,
                "%s does not serve: %s; look at its disk and log, then try again"
                        .formatted(engine, firstLine(cause)),
                cause);
    }

    static String firstLine(SQLException cause) {
        String message = cause.getMessage();
        return message == null ? cause.getSQLState() : message.lines().findFirst().orElse("");
    }
}
