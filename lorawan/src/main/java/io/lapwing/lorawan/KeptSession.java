package io.lapwing.lorawan;

/// A session with the last RJcount0 accepted in it, or -1 for none yet. RJcount0 begins anew with each session
/// (TS001-1.1 §6.2.4.1).
record KeptSession(SessionParameters parameters, int rejoin0) {
    /// A rejoin under it shows that the device has taken it up and left all older ones.
    boolean takenUp() {
        return rejoin0 != JoinCounters.NONE;
    }
}
