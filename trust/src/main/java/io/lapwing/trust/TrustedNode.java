package io.lapwing.trust;

import java.time.Instant;

/// A node as the Central Entity's registry has it, for people.
///
/// @param state `labelled`, `joined` or `revoked`
/// @param since of the state
/// @param proves whether it enrolled a key by which it proves its state
public record TrustedNode(
        NodeId node, Profile profile, String state, Instant since, boolean proves) {}
