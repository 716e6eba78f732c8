package io.lapwing.joinserver;

import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.JoinState;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.NetId;
import io.lapwing.lorawan.RootKeyRef;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A device as a join sees it, at one version of its row. No key is in it.
///
/// @param joinEui the one it is registered with
/// @param barred why it may not join, for the operator's audit log; empty when it may
/// @param home its home network; empty when any network whose peer may speak for its JoinEUI may take it
/// @param keys which root keys joins use now
/// @param state its nonces and last sessions
/// @param row of the store's own: which row at which version this is
public record JoinDevice(
        Eui64 devEui,
        Eui64 joinEui,
        MacVersion version,
        Optional<String> barred,
        Optional<Home> home,
        Keys keys,
        Delivery delivery,
        JoinState state,
        Object row) {
    /// The home network (TS002-1.1 §3).
    ///
    /// @param nsId the network server in it, where the network has several
    public record Home(NetId netId, Optional<Eui64> nsId) {}

    /// The root keys in use.
    ///
    /// @param nwkKey of 1.1 devices alone
    public record Keys(@Nullable RootKeyRef nwkKey, RootKeyRef appKey) {}

    /// How session keys reach their receivers.
    ///
    /// @param appSKeyInAnswer whether the AppSKey goes with the JoinAns, wrapped for the application server, or waits
    ///     for its AppSKeyReq
    /// @param applicationServer the AS-ID that alone may ask for the AppSKey
    /// @param networkServerLabel the network server's wrapping key, if not the peer's own
    /// @param applicationServerLabel the application server's wrapping key, if not the peer's own
    public record Delivery(
            boolean appSKeyInAnswer,
            Optional<String> applicationServer,
            Optional<String> networkServerLabel,
            Optional<String> applicationServerLabel) {}
}
