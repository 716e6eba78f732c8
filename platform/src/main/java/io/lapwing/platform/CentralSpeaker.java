package io.lapwing.platform;

import io.lapwing.trust.AccessKey;
import io.lapwing.trust.CentralStatus;
import io.lapwing.trust.Envelope;
import io.lapwing.trust.GroupId;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.TrustedNode;
import java.time.Instant;
import java.util.List;

/// A Central Entity of either profile: what happens to it, and what it sends then. It throws as
/// [io.lapwing.trust.CentralEntity] does.
sealed interface CentralSpeaker extends AutoCloseable permits CentralOfLapwing, CentralOfTies {
    /// Finishes what a loss of power left half-done.
    List<Envelope> start(Instant now);

    List<Envelope> receive(Instant now, Envelope envelope);

    /// Enters a label.
    ///
    /// @param accessKey read only
    List<Envelope> enterLabel(Instant now, String actor, NodeId node, AccessKey accessKey);

    List<Envelope> revoke(Instant now, String actor, NodeId node);

    /// Makes or changes a group.
    ///
    /// @param owner whose chip makes the key, or [NodeId#CENTRAL]
    List<Envelope> setGroup(
            Instant now, String actor, GroupId id, NodeId owner, List<NodeId> members);

    List<Envelope> removeGroup(Instant now, String actor, GroupId id);

    List<TrustedNode> nodes();

    CentralStatus status();

    @Override
    void close();
}
