package io.lapwing.service.sql;

import io.lapwing.crypto.Sha256;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.AuditLog.Aim;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// The key of an audit record in the index by objects: 63 bits, the highest first.
///
/// ```
/// entry = object (44), subject (4), place (15)
/// ```
///
/// Object and subject are the first bits of their SHA-256; the place is that of the record in its run. Two objects may
/// share an entry, so a record that was found is read and compared.
final class ObjectEntry {
    /// A run has 2^15 = 32,768 records.
    static final int PLACE_BITS = 15;

    private static final int SUBJECT_BITS = 4;
    private static final int OBJECT_BITS = 44;

    private ObjectEntry() {}

    /// The entry of an event at place 0.
    static long of(AuditEvent event) {
        return object(event.object()) | subject(event.action());
    }

    /// From the first to the last entry that records of an aim may have.
    record Range(long first, long last) {
        static Range of(Aim aim) {
            long object = object(aim.object());
            long places = (1L << PLACE_BITS) - 1;
            if (aim.subject().isEmpty()) {
                return new Range(object, object | ((1L << (SUBJECT_BITS + PLACE_BITS)) - 1));
            }
            long first = object | subject(aim.subject().get());
            return new Range(first, first | places);
        }

        boolean holds(long entry) {
            return first <= entry && entry <= last;
        }
    }

    static int place(long entry) {
        return (int) (entry & ((1L << PLACE_BITS) - 1));
    }

    private static long object(String object) {
        return firstBits(object, OBJECT_BITS) << (SUBJECT_BITS + PLACE_BITS);
    }

    private static long subject(String action) {
        return firstBits(Aim.subject(action), SUBJECT_BITS) << PLACE_BITS;
    }

    private static long firstBits(String text, int bits) {
        MessageDigest sha256 = Sha256.start();
        byte[] digest = sha256.digest(text.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(digest).getLong() >>> (Long.SIZE - bits);
    }
}
