package io.lapwing.service;

/// What became of a change.
public sealed interface Commit {
    /// It is durable.
    ///
    /// @param version the row's new version
    /// @param auditIndex the index of its record in the audit log
    record Done(long version, long auditIndex) implements Commit {}

    /// The row no longer has the expected version; nothing was written, no audit record either.
    record Conflict() implements Commit {}
}
