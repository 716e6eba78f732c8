package io.lapwing.console;

import io.lapwing.crypto.Fault;
import io.lapwing.service.people.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The trusted environment of a [World].
record MemoryTrust(World world) implements TrustDesk {
    static final String LABEL = "0H0001-AAAAAB-CCCCCD-EEEEEF-GGGGGH-JJJJJK";

    @Override
    public Environment environment(Principal who) {
        return new Environment(
                world.empty()
                        ? Optional.empty()
                        : Optional.of(
                                new Central(
                                        "ties-2024",
                                        world.text(),
                                        9,
                                        world.text(),
                                        true,
                                        Optional.of(world.text()),
                                        Optional.of(world.text()),
                                        Optional.of(
                                                new Standing(12, 2, 40, Map.of(world.text(), 3L))),
                                        new Traffic(120, 110, 7, 2, 1))));
    }

    @Override
    public List<NodeView> nodes(Principal who) {
        return List.of(
                new NodeView(1, "lapwing", "joined", World.AT, true),
                new NodeView(2, "lapwing", "labelled", World.AT, false),
                new NodeView(3, "lapwing", "revoked", World.AT, false));
    }

    @Override
    public NodeView find(Principal who, long node) {
        return new NodeView(node, "lapwing", "joined", World.AT, true);
    }

    @Override
    public NodeView enter(Principal who, Label label) {
        if (!label.text().equals(LABEL)) {
            throw Fault.badInput("label: group 1 of 6 has a typo: look at it again");
        }
        world.done().add("enter " + label);
        return find(who, 7);
    }

    @Override
    public NodeView revoke(Principal who, long node) {
        world.done().add("revoke node " + node);
        return find(who, node);
    }

    @Override
    public List<GroupView> groups(Principal who) {
        return List.of(new GroupView(1, 4, 1, List.of(1L, 2L)), new GroupView(2, 5, 0, List.of()));
    }

    @Override
    public GroupView setGroup(Principal who, int group, GroupForm form) {
        world.done().add("set group " + group + " " + form);
        return new GroupView(group, 6, form.owner(), form.members());
    }

    @Override
    public void removeGroup(Principal who, int group) {
        world.done().add("end group " + group);
    }
}
