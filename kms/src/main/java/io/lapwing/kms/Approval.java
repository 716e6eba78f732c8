package io.lapwing.kms;

import java.time.Instant;

/// A step on a device that waits for a second person.
///
/// @param step which
/// @param requestedBy the text of the actor who asked
/// @param at when, whole seconds
/// @param reason in the asker's words, 1 to 200 characters
public record Approval(Step step, String requestedBy, Instant at, String reason) {
    /// Which step waits.
    public enum Step {
        /// The device was flashed again and counts its DevNonces from the start.
        DEV_NONCE_RESET,
        /// The store came back from a backup; random DevNonces used since then are not known.
        JOIN_AFTER_RESTORE
    }
}
