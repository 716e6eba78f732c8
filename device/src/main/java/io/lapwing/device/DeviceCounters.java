package io.lapwing.device;

import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.DevNonce;
import io.lapwing.lorawan.JoinNonce;
import io.lapwing.lorawan.RejoinCount;

/// The counters a device keeps for its life with one JoinEUI.
///
/// @param nextDevNonce 0 to 65536, where 65536 says that none is left
/// @param lastJoinNonce the highest that was taken, 0 for none
/// @param nextRejoin1 RJcount1 of the next rejoin-request of type 1, 0 to 65536
public record DeviceCounters(int nextDevNonce, int lastJoinNonce, int nextRejoin1) {
    /// Of a device that never joined.
    public static final DeviceCounters START = new DeviceCounters(0, 0, 0);

    public DeviceCounters {
        requireRange("next DevNonce", nextDevNonce, DevNonce.MAX + 1);
        requireRange("last JoinNonce", lastJoinNonce, JoinNonce.MAX);
        requireRange("next RJcount1", nextRejoin1, RejoinCount.MAX + 1);
    }

    private static void requireRange(String what, int value, int max) {
        if (value < 0 || value > max) {
            throw Fault.badInput(what + " " + value + ": want 0 to " + max);
        }
    }

    DeviceCounters afterDevNonce() {
        return new DeviceCounters(nextDevNonce + 1, lastJoinNonce, nextRejoin1);
    }

    DeviceCounters afterRejoin1() {
        return new DeviceCounters(nextDevNonce, lastJoinNonce, nextRejoin1 + 1);
    }

    DeviceCounters withJoinNonce(JoinNonce taken) {
        return new DeviceCounters(nextDevNonce, taken.value(), nextRejoin1);
    }
}
