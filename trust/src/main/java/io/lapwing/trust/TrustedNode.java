package io.lapwing.trust;

import java.time.Instant;

/// A node as the Central Entity's registry has it, for people.
///
/// @param state `labelled`, `joined` or `revoked`
/// @param since of the state
public record TrustedNode(NodeId node, Profile profile, String state, Instant since) {}
