package io.lapwing.console.api;

import io.lapwing.console.TrustDesk;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A trusted environment of one node and one group.
final class MemoryTrust implements TrustDesk {
    private static final NodeView NODE =
            new NodeView(1, "lapwing", "joined", "2026-01-01T00:00:00Z", true);
    private static final GroupView GROUP = new GroupView(1, 3, 0, List.of(1L));

    @Override
    public Environment environment(Principal who) {
        who.require(Permission.TRUST_READ, Target.PLATFORM);
        return new Environment(
                Optional.of(
                        new Central(
                                "lapwing",
                                "serial:/dev/ttyUSB0",
                                7,
                                "vault",
                                true,
                                Optional.empty(),
                                Optional.of("it is away"),
                                Optional.of(new Standing(3, 1, 2, Map.of("forged", 1L))),
                                new Traffic(5, 4, 1, 0, 0))));
    }

    @Override
    public List<NodeView> nodes(Principal who) {
        who.require(Permission.TRUST_READ, Target.PLATFORM);
        return List.of(NODE);
    }

    @Override
    public NodeView find(Principal who, long node) {
        who.require(Permission.TRUST_READ, Target.PLATFORM);
        return known(node);
    }

    private static NodeView known(long node) {
        if (node != NODE.node()) {
            throw Objects.unknown("node");
        }
        return NODE;
    }

    @Override
    public NodeView enter(Principal who, Label label) {
        who.require(Permission.TRUST_CHANGE, Target.PLATFORM);
        return new NodeView(2, "lapwing", "labelled", NODE.since(), false);
    }

    @Override
    public NodeView revoke(Principal who, long node) {
        who.require(Permission.TRUST_CHANGE, Target.PLATFORM);
        return known(node);
    }

    @Override
    public List<GroupView> groups(Principal who) {
        who.require(Permission.TRUST_READ, Target.PLATFORM);
        return List.of(GROUP);
    }

    @Override
    public GroupView setGroup(Principal who, int group, GroupForm form) {
        who.require(Permission.TRUST_CHANGE, Target.PLATFORM);
        return new GroupView(group, 4, form.owner(), form.members());
    }

    @Override
    public void removeGroup(Principal who, int group) {
        who.require(Permission.TRUST_CHANGE, Target.PLATFORM);
        if (group != GROUP.group()) {
            throw Objects.unknown("group");
        }
    }
}
