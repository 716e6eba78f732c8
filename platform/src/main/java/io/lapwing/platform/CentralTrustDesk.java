package io.lapwing.platform;

import io.lapwing.console.TrustDesk;
import io.lapwing.crypto.Fault;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Target;
import io.lapwing.trust.CentralStatus;
import io.lapwing.trust.DeviceList;
import io.lapwing.trust.GroupId;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.NodeLabel;
import io.lapwing.trust.TrustedNode;
import java.util.List;
import java.util.Optional;

/// The trusted environment for people. It is of the platform as a whole: a scope with bounds does not reach it.
final class CentralTrustDesk implements TrustDesk {
    private final Optional<CentralHost> central;

    CentralTrustDesk(Optional<CentralHost> central) {
        this.central = central;
    }

    @Override
    public Environment environment(Principal who) {
        who.require(Permission.TRUST_READ, Target.PLATFORM);
        return new Environment(central.map(CentralTrustDesk::view));
    }

    private static Central view(CentralHost host) {
        CentralConfig config = host.config();
        CellRadio.Counts counts = host.counts();
        Optional<Standing> standing = standing(host);
        return new Central(
                config.profile().word(),
                config.cell().toString(),
                config.spreadingFactor(),
                config.tpm().orElse("vault"),
                host.isServed(),
                host.problem(),
                host.radioProblem(),
                standing,
                new Traffic(
                        counts.received(),
                        counts.delivered(),
                        counts.lost(),
                        host.crowdedOut(),
                        host.putOff()));
    }

    private static Optional<Standing> standing(CentralHost host) {
        try {
            CentralStatus status = host.status();
            return Optional.of(
                    new Standing(
                            status.list().epoch().value(),
                            status.list().nodes().size(),
                            status.translations(),
                            status.refusals()));
        } catch (Fault _) {
            // why stands in the host's problem
            return Optional.empty();
        }
    }

    private CentralHost host() {
        return central.orElseThrow(() ->
                new Fault(
                        Fault.Kind.CONFLICT,
                        "no Central Entity here: want central.medium in lapwing.toml, or lapwing"
                                + " central --medium"));
    }

    private CentralHost readable(Principal who) {
        who.require(Permission.TRUST_READ, Target.PLATFORM);
        return host();
    }

    private CentralHost changeable(Principal who) {
        who.require(Permission.TRUST_CHANGE, Target.PLATFORM);
        return host();
    }

    @Override
    public List<NodeView> nodes(Principal who) {
        return nodes(readable(who));
    }

    private static List<NodeView> nodes(CentralHost host) {
        return host.ask(entity -> entity.nodes().stream().map(CentralTrustDesk::view).toList());
    }

    private static NodeView view(TrustedNode node) {
        return new NodeView(
                node.node().value(),
                node.profile().word(),
                node.state(),
                node.since().toString(),
                node.proves());
    }

    @Override
    public NodeView find(Principal who, long node) {
        return find(readable(who), node);
    }

    private static NodeView find(CentralHost host, long node) {
        return nodes(host).stream()
                .filter(view -> view.node() == node)
                .findFirst()
                .orElseThrow(() ->
                        new Fault(
                                Fault.Kind.NOT_FOUND, "no label of node " + node + " is entered"));
    }

    @Override
    public NodeView enter(Principal who, Label label) {
        CentralHost host = changeable(who);
        try (NodeLabel read = NodeLabel.parse(label.text())) {
            NodeId node = read.node();
            host.act((entity, now) ->
                    entity.enterLabel(now, who.toString(), node, read.accessKey()));
            return find(host, node.value());
        }
    }

    private static NodeId nodeOfCell(long number) {
        if (number < 1 || number > NodeLabel.LARGEST_NUMBER) {
            throw Fault.badInput(
                    "number of a node " + number + ": want 1 to " + NodeLabel.LARGEST_NUMBER);
        }
        return new NodeId(number);
    }

    @Override
    public NodeView revoke(Principal who, long node) {
        CentralHost host = changeable(who);
        NodeView known = find(host, node);
        host.act((entity, now) -> entity.revoke(now, who.toString(), new NodeId(known.node())));
        return find(host, node);
    }

    @Override
    public List<GroupView> groups(Principal who) {
        return groups(readable(who));
    }

    private static List<GroupView> groups(CentralHost host) {
        return host.status().list().groups().stream().map(CentralTrustDesk::view).toList();
    }

    private static GroupView view(DeviceList.Group group) {
        return new GroupView(
                group.id().value(),
                group.key().value(),
                group.owner().value(),
                group.members().stream().map(NodeId::value).toList());
    }

    private static GroupView find(CentralHost host, GroupId group) {
        return groups(host).stream()
                .filter(view -> view.group() == group.value())
                .findFirst()
                .orElseThrow(() -> new Fault(Fault.Kind.NOT_FOUND, "there is no group " + group));
    }

    @Override
    public GroupView setGroup(Principal who, int group, GroupForm form) {
        CentralHost host = changeable(who);
        GroupId id = new GroupId(group);
        List<NodeId> members = form.members().stream().map(CentralTrustDesk::nodeOfCell).toList();
        if (members.isEmpty()) {
            throw Fault.badInput("group " + group + " without members: want one at least");
        }
        NodeId owner = form.owner() == 0 ? NodeId.CENTRAL : nodeOfCell(form.owner());
        host.act((entity, now) -> entity.setGroup(now, who.toString(), id, owner, members));
        return find(host, id);
    }

    @Override
    public void removeGroup(Principal who, int group) {
        CentralHost host = changeable(who);
        GroupId id = new GroupId(find(host, new GroupId(group)).group());
        host.act((entity, now) -> entity.removeGroup(now, who.toString(), id));
    }
}
