package io.lapwing.lorawan;

/// Whether the numbers of a join or rejoin were never used before.
public sealed interface NonceVerdict {
    /// They are fresh. The session may be answered once `next` is durable, as one compare-and-set.
    ///
    /// @param next the state that remembers them
    /// @param session the session that `next` remembers, with its JoinNonce
    record Fresh(JoinState next, SessionParameters session) implements NonceVerdict {}

    /// They are not: nothing changes.
    sealed interface Refused extends NonceVerdict {
        /// The value, the limit and the remedy.
        String why();
    }

    /// The number was used before, or is not above the last one.
    record Replayed(String why) implements Refused {}

    /// The device has no DevNonce left that it never used: it needs a new JoinEUI or new root keys.
    record DevNonceExhausted(String why) implements Refused {}

    /// The device has no RJcount left: it may still join.
    record RejoinCountExhausted(String why) implements Refused {}

    /// The Join Server has no JoinNonce left for the device: it needs new root keys.
    record JoinNonceExhausted(String why) implements Refused {}

    /// The device used more JoinEUIs than are remembered.
    record TooManyJoinEuis(String why) implements Refused {}

    /// A rejoin of type 0 or 2 under a session that is forgotten, or that the device has since left.
    record UnknownSession(String why) implements Refused {}
}
