package io.lapwing.lorawan;

import org.jspecify.annotations.Nullable;

/// What the Join Server knows of a session before it has numbers.
///
/// @param id drawn at random for it
/// @param version the device's link layer
/// @param keying how it will be keyed: [MacVersion#keying]
/// @param netId the network that asks
/// @param nwkKey the NwkKey in use; none for a 1.0.x device
/// @param appKey the AppKey in use
public record SessionRequest(
        SessionKeyId id,
        MacVersion version,
        Keying keying,
        NetId netId,
        @Nullable RootKeyRef nwkKey,
        RootKeyRef appKey) {
    SessionParameters parameters(
            JoinType type, JoinNonce joinNonce, DevNonce devNonce, Eui64 joinEui) {
        return new SessionParameters(
                id,
                type,
                new SessionSource(keying, joinNonce, devNonce, netId, joinEui),
                version,
                nwkKey,
                appKey);
    }
}
