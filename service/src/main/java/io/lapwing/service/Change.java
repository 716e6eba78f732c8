package io.lapwing.service;

import io.lapwing.crypto.Bytes;
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

    /// A word by which a row is found.
    ///
    /// @param name which: `label`, `state`, `owner`
    /// @param value in lower case, at most 128 characters
    public record Term(String name, String value) {}
}
