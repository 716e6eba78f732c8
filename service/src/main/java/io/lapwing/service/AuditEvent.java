package io.lapwing.service;

import io.lapwing.crypto.Fault;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What an audit record says. It never holds a secret.
///
/// @param at when
/// @param actor who: `peer:acme-ns`, `admin:root`, `system`
/// @param action a verb with its object's kind: `device.create`, `join.accept`, `join.refuse`, `receiver.import`
/// @param object what it was done to: a DevEUI, a label
/// @param outcome `done`, or the reason of a refusal in a word: `mic-failed`
/// @param details further facts, small: names of fields and their values
public record AuditEvent(
        Instant at,
        String actor,
        String action,
        String object,
        String outcome,
        SortedMap<String, String> details) {
    /// The longest field, in characters.
    public static final int MAX_FIELD_LENGTH = 1_024;

    /// The most details.
    public static final int MAX_DETAILS = 32;

    public AuditEvent {
        check("actor", actor);
        check("action", action);
        check("object", object);
        check("outcome", outcome);
        // Ordered by UTF-16 unit whatever the caller's comparator, for one canonical encoding.
        SortedMap<String, String> ordered = new TreeMap<>();
        details.forEach((name, value) -> {
            check("a detail's name", name);
            check(name, value);
            ordered.put(name, value);
        });
        if (ordered.size() > MAX_DETAILS) {
            throw Fault.badInput(
                    "audit record with %d details: want at most %d"
                            .formatted(ordered.size(), MAX_DETAILS));
        }
        details = Collections.unmodifiableSortedMap(ordered);
    }

    private static void check(String field, String value) {
        if (value.length() > MAX_FIELD_LENGTH) {
            throw Fault.badInput(
                    "audit record: %s has %d characters: want at most %d"
                            .formatted(field, value.length(), MAX_FIELD_LENGTH));
        }
        if (!isUnicode(value)) {
            throw Fault.badInput("audit record: %s is not Unicode text".formatted(field));
        }
    }

    /// Whether each surrogate is one of a pair.
    private static boolean isUnicode(String text) {
        int at = 0;
        while (at < text.length()) {
            int codePoint = text.codePointAt(at);
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                return false;
            }
            at += Character.charCount(codePoint);
        }
        return true;
    }
}
