package io.lapwing.platform;

import io.lapwing.service.AuditEvent;
import io.lapwing.service.AuditLog;
import io.lapwing.service.AuditLog.AuditRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Which audit records someone looks for: those to which all of it applies. An index finds the newest of an object;
/// without one a search reads records until it has enough or the log is at its end.
///
/// @param object exactly: a DevEUI, a label
/// @param action how it begins: `device.`
/// @param actor how it begins: `user:`
record AuditSearch(Optional<String> object, Optional<String> action, Optional<String> actor) {
    /// How many records are read at once.
    private static final int WINDOW = 1000;

    boolean matches(AuditEvent event) {
        return object.map(event.object()::equals).orElse(true)
                && action.map(event.action()::startsWith).orElse(true)
                && actor.map(event.actor()::startsWith).orElse(true);
    }

    /// The first ones from an index on, oldest first.
    List<AuditRecord> from(AuditLog log, long first, int limit) {
        List<AuditRecord> found = new ArrayList<>();
        long size = log.head().size();
        for (long at = first; at < size && found.size() < limit; at += WINDOW) {
            for (AuditRecord record : window(log, at, size)) {
                if (found.size() < limit && matches(record.event())) {
                    found.add(record);
                }
            }
        }
        return found;
    }

    /// The newest ones, oldest first.
    List<AuditRecord> newest(AuditLog log, int limit) {
        if (object.isPresent()) {
            return about(log, new AuditLog.Aim(object.get(), Optional.empty()), limit);
        }
        Deque<AuditRecord> found = new ArrayDeque<>();
        long end = log.head().size();
        while (end > 0 && found.size() < limit) {
            long start = Math.max(0, end - WINDOW);
            for (AuditRecord record : window(log, start, end).reversed()) {
                if (found.size() < limit && matches(record.event())) {
                    found.addFirst(record);
                }
            }
            end = start;
        }
        return List.copyOf(found);
    }

    private List<AuditRecord> about(AuditLog log, AuditLog.Aim aim, int limit) {
        Deque<AuditRecord> found = new ArrayDeque<>();
        OptionalLong next = OptionalLong.of(Long.MAX_VALUE);
        while (next.isPresent() && found.size() < limit) {
            AuditLog.Found some = log.newest(aim, next.getAsLong(), limit - found.size());
            some.records().stream()
                    .filter(record -> matches(record.event()))
                    .forEach(found::addFirst);
            next = some.next();
        }
        return List.copyOf(found);
    }

    /// Records of a part of the log; a gap in it makes them fewer.
    private static List<AuditRecord> window(AuditLog log, long start, long end) {
        int most = (int) Math.min(WINDOW, end - start);
        return log.read(start, most).stream()
                .filter(record -> record.index() < start + most)
                .toList();
    }
}
