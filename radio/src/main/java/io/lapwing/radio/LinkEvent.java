package io.lapwing.radio;

import io.lapwing.crypto.Bytes;

/// What a link tells the one who uses it.
public sealed interface LinkEvent {
    /// A whole message, for the first time. Who sent it is what its sender says: check that above the link.
    ///
    /// @param broadcast whether it was for all nodes
    record Received(NodeAddress from, Bytes message, boolean broadcast) implements LinkEvent {}

    /// The other side has the whole message.
    record Delivered(MessageId id) implements LinkEvent {}

    /// The other side never said that it has the message; it may have it nevertheless.
    record Undelivered(MessageId id) implements LinkEvent {}
}
