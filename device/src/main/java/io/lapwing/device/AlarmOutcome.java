package io.lapwing.device;

/// What a platform makes of an alarm frame.
public sealed interface AlarmOutcome {
    /// It is authentic and new. Its counter is to be stored before anything else is done about it.
    record Accepted(Alarm alarm) implements AlarmOutcome {}

    /// It changes nothing.
    ///
    /// @param why for people
    record Refused(Reason reason, String why) implements AlarmOutcome {}

    /// Why a frame was refused.
    enum Reason {
        /// Not an alarm frame.
        MALFORMED,
        /// No such device.
        UNKNOWN_DEVICE,
        /// Not made with this device's alarm key.
        FORGED,
        /// Authentic, but of another module than the one that belongs to the device.
        OTHER_MODULE,
        /// Its counter is not above the last one.
        REPLAYED
    }
}
