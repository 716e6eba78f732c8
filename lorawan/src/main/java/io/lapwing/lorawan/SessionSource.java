package io.lapwing.lorawan;

/// The public values from which a session's keys are derived, with a root key.
///
/// @param keying how they are arranged
/// @param joinNonce the Join Server's number
/// @param devNonce the device's number; of a rejoin, RJcount in its place
/// @param netId the network, which enters the derivation as 1.0 says
/// @param joinEui the Join Server, which enters the derivation as 1.1 says
public record SessionSource(
        Keying keying, JoinNonce joinNonce, DevNonce devNonce, NetId netId, Eui64 joinEui) {}
