package io.lapwing.console;

import java.util.Optional;

/// A session of a device that a join or rejoin began. Its keys are stored nowhere.
///
/// @param id the SessionKeyID, hexadecimal
/// @param nonce the DevNonce or RJcount, decimal
/// @param at ISO 8601, when known
public record SessionView(
        String id, String kind, String netId, int nonce, int joinNonce, Optional<String> at) {}
