package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.service.Store;
import io.lapwing.trust.AccessKey;
import io.lapwing.trust.CentralEntity;
import io.lapwing.trust.CentralParts;
import io.lapwing.trust.CentralStatus;
import io.lapwing.trust.Envelope;
import io.lapwing.trust.GroupId;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.ProfileChoice;
import io.lapwing.trust.TiesCentral;
import io.lapwing.trust.TiesNode;
import io.lapwing.trust.TiesSoftwareChip;
import io.lapwing.trust.TrustedNode;
import java.time.Instant;
import java.util.List;

/// The Central Entity of profile `ties-2024`, for reproduction: it counts nothing, has no list with an epoch and no groups, and
/// its RSA key is made at each start. The registry is the other profile's.
record CentralOfTies(TiesCentral ties, CentralEntity registry) implements CentralSpeaker {
    static CentralOfTies over(ProfileChoice choice, Store store, CentralParts parts) {
        return new CentralOfTies(
                new TiesCentral(
                        choice,
                        store,
                        parts.guard(),
                        new TiesNode.Chips(
                                TiesSoftwareChip.create(parts.aes()), parts.aes(), parts.random())),
                new CentralEntity(store, parts));
    }

    @Override
    public List<Envelope> start(Instant now) {
        return List.of();
    }

    @Override
    public List<Envelope> receive(Instant now, Envelope envelope) {
        return ties.receive(now, envelope);
    }

    @Override
    public List<Envelope> enterLabel(Instant now, String actor, NodeId node, AccessKey accessKey) {
        ties.enterLabel(now, actor, node, accessKey);
        return List.of();
    }

    @Override
    public List<Envelope> revoke(Instant now, String actor, NodeId node) {
        return ties.revoke(now, actor, node);
    }

    @Override
    public List<Envelope> setGroup(
            Instant now, String actor, GroupId id, NodeId owner, List<NodeId> members) {
        throw noGroups();
    }

    @Override
    public List<Envelope> removeGroup(Instant now, String actor, GroupId id) {
        throw noGroups();
    }

    private static Fault noGroups() {
        return new Fault(
                Fault.Kind.FORBIDDEN, "profile ties-2024 has no groups here: want profile lapwing");
    }

    @Override
    public List<TrustedNode> nodes() {
        return registry.nodes();
    }

    @Override
    public CentralStatus status() {
        return registry.status();
    }

    @Override
    public void close() {
        registry.close();
    }
}
