package io.lapwing.platform;

import io.lapwing.trust.AccessKey;
import io.lapwing.trust.CentralEntity;
import io.lapwing.trust.CentralStatus;
import io.lapwing.trust.Envelope;
import io.lapwing.trust.GroupId;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.TrustedNode;
import java.time.Instant;
import java.util.List;

/// The Central Entity of profile `lapwing`.
record CentralOfLapwing(CentralEntity entity) implements CentralSpeaker {
    @Override
    public List<Envelope> start(Instant now) {
        return entity.start(now);
    }

    @Override
    public List<Envelope> receive(Instant now, Envelope envelope) {
        return entity.receive(now, envelope);
    }

    @Override
    public List<Envelope> enterLabel(Instant now, String actor, NodeId node, AccessKey accessKey) {
        return entity.enterLabel(now, actor, node, accessKey);
    }

    @Override
    public List<Envelope> revoke(Instant now, String actor, NodeId node) {
        return entity.revoke(now, actor, node);
    }

    @Override
    public List<Envelope> setGroup(
            Instant now, String actor, GroupId id, NodeId owner, List<NodeId> members) {
        return entity.setGroup(now, actor, id, owner, members);
    }

    @Override
    public List<Envelope> removeGroup(Instant now, String actor, GroupId id) {
        return entity.removeGroup(now, actor, id);
    }

    @Override
    public List<TrustedNode> nodes() {
        return entity.nodes();
    }

    @Override
    public CentralStatus status() {
        return entity.status();
    }

    @Override
    public void close() {
        entity.close();
    }
}
