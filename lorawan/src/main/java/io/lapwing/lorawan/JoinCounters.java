package io.lapwing.lorawan;

/// The last numbers a device used with one JoinEUI, or -1 for none yet.
///
/// @param joinEui the Join Server
/// @param devNonce the last DevNonce of a device that counts them
/// @param rejoin1 the last RJcount1
record JoinCounters(Eui64 joinEui, int devNonce, int rejoin1) {
    static final int NONE = -1;

    JoinCounters withDevNonce(int used) {
        return new JoinCounters(joinEui, used, rejoin1);
    }

    JoinCounters withRejoin1(int used) {
        return new JoinCounters(joinEui, devNonce, used);
    }

    JoinCounters raised(int margin) {
        return new JoinCounters(joinEui, raise(devNonce, margin), raise(rejoin1, margin));
    }

    /// The counter as if `margin` more had been used, at most 65535.
    static int raise(int last, int margin) {
        return (int) Math.min((long) last + margin, DevNonce.MAX);
    }
}
