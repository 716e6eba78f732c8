package io.lapwing.service.sql;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.AuditEncoding;
import io.lapwing.service.AuditEvent;

/// An audit record on its way into the log, made ready by its caller's thread and not by the writer's.
///
/// @param encoded its octets in the tree
/// @param entry its [ObjectEntry] at place 0
record AuditLeaf(Bytes encoded, long entry) {
    static AuditLeaf of(AuditEvent event) {
        return new AuditLeaf(AuditEncoding.encode(event), ObjectEntry.of(event));
    }
}
