package io.lapwing.device;

import io.lapwing.lorawan.DevNonce;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.JoinType;
import io.lapwing.lorawan.MacVersion;

/// What a device sent, and to which it awaits a join-accept.
///
/// @param devNonce of the join-request, or RJcount of the rejoin-request in its place
public record JoinAttempt(JoinType type, MacVersion version, Eui64 joinEui, DevNonce devNonce) {
    /// The slot whose key opens the join-accept (TS001-1.1 §6.2.3): the joining root key, or the JSEncKey after a rejoin.
    public KeySlot protectingSlot() {
        return switch (type) {
            case JOIN -> KeySlot.of(version.joinKey());
            case REJOIN_0, REJOIN_1, REJOIN_2 -> KeySlot.JS_ENC_KEY;
        };
    }
}
