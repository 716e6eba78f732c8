package io.lapwing.service;

import io.lapwing.service.AuditLog.Head;

/// What became of the check of an audit log.
public sealed interface Verification {
    /// Every record is what was signed.
    ///
    /// @param checkpoints how many signed heads were checked
    record Intact(Head head, long checkpoints) implements Verification {}

    /// Something is not what was written.
    ///
    /// @param first the first record that may be bad
    /// @param end the first record after it that is not in question: `first + 1` when it is exactly one
    record Broken(long first, long end, String why) implements Verification {}
}
