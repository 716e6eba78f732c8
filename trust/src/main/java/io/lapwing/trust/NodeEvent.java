package io.lapwing.trust;

import io.lapwing.crypto.Bytes;

/// What happened at a node.
public sealed interface NodeEvent {
    /// It is a member, and has a master key.
    record Joined() implements NodeEvent {}

    /// It has a newer device list.
    record ListChanged(DeviceList list) implements NodeEvent {}

    /// It shares a session key with another node, and knows that the other has it.
    record Connected(Session session) implements NodeEvent {}

    /// Profile `ties-2024`: another node answered under the session key.
    record Confirmed(NodeId peer) implements NodeEvent {}

    /// It has the key of a group.
    record Shared(GroupSession session) implements NodeEvent {}

    /// Data came under a session key.
    record Received(NodeId from, Bytes data) implements NodeEvent {}

    /// The Central Entity knows the key by which this node proves its state.
    record Enrolled() implements NodeEvent {}

    /// A reading came, and with it the proof that its sender was in the state that it enrolled.
    record Proven(NodeId from, Reading reading) implements NodeEvent {}

    /// A message was not taken, or a wish refused.
    ///
    /// @param why value, limit, remedy
    record Refused(NodeId from, String why) implements NodeEvent {}

    /// Nobody answered often enough.
    record GaveUp(String what, NodeId peer) implements NodeEvent {}
}
