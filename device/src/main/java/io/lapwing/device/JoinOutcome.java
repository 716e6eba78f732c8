package io.lapwing.device;

/// What became of a join-accept that a device received.
public sealed interface JoinOutcome {
    /// The device has a new session; an older one is gone.
    record Joined(DeviceSession session) implements JoinOutcome {}

    /// It is not for this device, not authentic, or not new: nothing changed.
    record Refused(Reason reason, String why) implements JoinOutcome {}

    /// Why a join-accept is refused.
    enum Reason {
        /// No join-request or rejoin-request awaits an answer.
        NOT_ASKED,
        /// It is no join-accept.
        MALFORMED,
        /// It was made with other keys, for another request, or changed on its way.
        MIC_FAILED,
        /// Its JoinNonce is not above the last one.
        REPLAYED
    }
}
