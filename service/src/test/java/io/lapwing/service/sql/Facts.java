package io.lapwing.service.sql;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.Change;
import io.lapwing.service.RowKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Rows and events for tests.
final class Facts {
    private Facts() {}

    static RowKey device(long eui) {
        return new RowKey("device", Bytes.of(ByteBuffer.allocate(8).putLong(eui).array()));
    }

    static AuditEvent event(String object) {
        return new AuditEvent(
                Instant.parse("2026-01-02T03:04:05Z"),
                "peer:acme-ns",
                "join.accept",
                object,
                "done",
                new TreeMap<>(Map.of("devNonce", "7")));
    }

    static Bytes text(String body) {
        return Bytes.of(body.getBytes(StandardCharsets.UTF_8));
    }

    static Change change(long eui, long expected, String body) {
        return new Change(
                device(eui),
                expected,
                Optional.of(text(body)),
                Optional.empty(),
                event(Long.toHexString(eui)));
    }

    static Change tagged(long eui, long expected, Change.Term... terms) {
        return new Change(
                device(eui),
                expected,
                Optional.of(text("body")),
                Optional.of(Set.of(terms)),
                event(Long.toHexString(eui)));
    }

    static Change removal(long eui, long expected) {
        return new Change(
                device(eui), expected, Optional.empty(), Optional.empty(), event("removed"));
    }
}
