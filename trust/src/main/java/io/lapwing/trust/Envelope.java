package io.lapwing.trust;

import io.lapwing.crypto.Bytes;

/// A message on its way. The medium delivers it whole or not at all, perhaps late, twice, or from someone else than it says:
/// who `from` is shows in the message alone.
///
/// @param to [#EVERYONE] for what all nodes should hear
public record Envelope(NodeId from, NodeId to, Bytes message) {
    /// All nodes.
    public static final NodeId EVERYONE = new NodeId(0xFFFF_FFFFL);

    /// The longest message, in octets: a device list of some hundred nodes. The link cuts it into frames.
    public static final int LARGEST_BYTES = 8_192;
}
