package io.lapwing.service.sql;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.AuditEncoding;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.AuditLog.AuditRecord;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// Reads records that stand apart, each out of the chunk with which it was committed. For one reading.
final class SingleRecords {
    static final String CHUNK =
            "SELECT first, records, encoded FROM audit_chunk WHERE log = ? AND first <= ? ORDER BY first DESC LIMIT 1";

    private final Statements statements;
    private final String log;
    private long first;
    private long records;
    private byte[] encoded = {};

    SingleRecords(Statements statements, String log) {
        this.statements = statements;
        this.log = log;
    }

    /// Empty where the log has a gap.
    Optional<AuditRecord> read(long index) throws SQLException {
        if (!holds(index)) {
            load(index);
        }
        if (!holds(index)) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(encoded);
        for (long before = first; before < index; before++) {
            AuditEncoding.skip(in);
        }
        int start = in.position();
        AuditEvent event = AuditEncoding.decode(in);
        Bytes octets = Bytes.of(encoded).slice(start, in.position());
        return Optional.of(new AuditRecord(index, event, octets));
    }

    private boolean holds(long index) {
        return first <= index && index < first + records;
    }

    private void load(long index) throws SQLException {
        try (ResultSet chunk = statements.with(CHUNK, log, index).executeQuery()) {
            if (chunk.next()) {
                first = chunk.getLong(1);
                records = chunk.getLong(2);
                encoded = chunk.getBytes(3);
            }
        }
    }
}
