package io.lapwing.lorawan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a JoinAns or RejoinAns with `Success` brings.
///
/// @param joinAccept the frame to send to the device: `PHYPayload`
/// @param lifetime after which the session should be renewed; none when it is not limited
/// @param networkKeys for the network server
/// @param appSKey for the application server, which the network server cannot open; none when its owner fetches it by
///     AppSKeyReq
/// @param sessionKeyId under which it is fetched
public record SessionGrant(
        PhyPayload joinAccept,
        @Nullable Duration lifetime,
        NetworkKeys networkKeys,
        @Nullable KeyEnvelope appSKey,
        SessionKeyId sessionKeyId) {}
