package io.lapwing.service;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// One conditional change of one row.
///
/// @param key which row
/// @param expected the version that the row must have; 0 when it must not exist
/// @param body the new body; empty deletes the row
/// @param terms the row's terms from now on; empty leaves them as they are
/// @param event the audit record that goes with it
public record Change(
        RowKey key,
        long expected,
        Optional<Bytes> body,
        Optional<Set<Term>> terms,
        AuditEvent event) {
    private static final int MAX_TERMS = 64;

    public Change {
        if (expected < 0) {
            throw Fault.badInput("expected version " + expected + ": want 0 or more");
        }
        if (expected == 0 && body.isEmpty()) {
            throw Fault.badInput("a change of nothing into nothing: want a body or a version");
        }
        body.ifPresent(Change::checkBody);
        terms = terms.map(Set::copyOf);
        if (terms.isPresent() && terms.get().size() > MAX_TERMS) {
            throw Fault.badInput(
                    "a row with %d terms: want at most %d"
                            .formatted(terms.get().size(), MAX_TERMS));
        }
    }

    private static void checkBody(Bytes body) {
        if (body.length() == 0) {
            throw Fault.badInput(
                    "body of a row has 0 octets: want one or more, or none to remove it");
        }
        if (body.length() > Row.MAX_BODY_BYTES) {
            throw Fault.badInput(
                    "body of a row has %d octets: want at most %d"
                            .formatted(body.length(), Row.MAX_BODY_BYTES));
        }
    }

    /// A word by which a row is found.
    ///
    /// @param name which: `label`, `state`, `owner`
    /// @param value in lower case, at most 128 characters
    public record Term(String name, String value) {
        private static final int MAX_VALUE_LENGTH = 128;

        public Term {
            if (!ShortName.is(name)) {
                throw Fault.badInput(
                        "name of a term '"
                                + name
                                + "': want 1 to 32 of a-z, 0-9 and -, a letter first");
            }
            if (value.length() > MAX_VALUE_LENGTH
                    || value.indexOf('\0') >= 0
                    || !value.equals(value.toLowerCase(Locale.ROOT))) {
                throw Fault.badInput(
                        "value of term %s: want at most %d characters in lower case, none of them NUL"
                                .formatted(name, MAX_VALUE_LENGTH));
            }
        }
    }
}
