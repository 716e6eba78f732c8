package io.lapwing.kms;

import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.NetId;
import java.util.Optional;

/// The network whose network server a device's home is (TS002-1.1.0 §8.4 HomeNSReq).
///
/// @param nsId the network server in it, where the network has several
public record HomeNetwork(NetId netId, Optional<Eui64> nsId) {
    public static HomeNetwork of(NetId netId) {
        return new HomeNetwork(netId, Optional.empty());
    }

    @Override
    public String toString() {
        return nsId.map(id -> netId + "/" + id).orElseGet(netId::toString);
    }
}
