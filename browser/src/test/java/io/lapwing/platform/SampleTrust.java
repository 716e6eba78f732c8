package io.lapwing.platform;

import io.lapwing.console.TrustDesk;
import io.lapwing.crypto.Fault;
import io.lapwing.service.people.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A gateway with some nodes.
final class SampleTrust implements TrustDesk {
    private static final String AT = "2026-11-21T08:00:00Z";

    private static final List<NodeView> NODES =
            List.of(
                    new NodeView(1, "lapwing", "joined", AT, true),
                    new NodeView(2, "lapwing", "joined", AT, true),
                    new NodeView(7, "lapwing", "labelled", AT, false),
                    new NodeView(9, "lapwing", "revoked", AT, false));

    @Override
    public Environment environment(Principal who) {
        return new Environment(
                Optional.of(
                        new Central(
                                "lapwing",
                                "serial:/dev/ttyUSB0",
                                9,
                                "/dev/tpmrm0",
                                true,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(
                                        new Standing(
                                                12,
                                                2,
                                                40,
                                                Map.of("forged", 3L, "wrong-label", 1L))),
                                new Traffic(1_240, 1_198, 7, 2, 0))));
    }

    @Override
    public List<NodeView> nodes(Principal who) {
        return NODES;
    }

    @Override
    public NodeView find(Principal who, long node) {
        return NODES.stream()
                .filter(view -> view.node() == node)
                .findFirst()
                .orElseThrow(() -> new Fault(Fault.Kind.NOT_FOUND, "no such node"));
    }

    @Override
    public NodeView enter(Principal who, Label label) {
        return new NodeView(11, "lapwing", "labelled", AT, false);
    }

    @Override
    public NodeView revoke(Principal who, long node) {
        return find(who, node);
    }

    @Override
    public List<GroupView> groups(Principal who) {
        return List.of(
                new GroupView(1, 11, 0, List.of(1L, 2L)), new GroupView(2, 12, 1, List.of(1L, 2L)));
    }

    @Override
    public GroupView setGroup(Principal who, int group, GroupForm form) {
        return new GroupView(group, 13, form.owner(), form.members());
    }

    @Override
    public void removeGroup(Principal who, int group) {}
}
