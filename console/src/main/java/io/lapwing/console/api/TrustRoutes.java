package io.lapwing.console.api;

import static io.lapwing.console.api.Operation.delete;
import static io.lapwing.console.api.Operation.get;
import static io.lapwing.console.api.Operation.post;

import io.lapwing.console.TrustDesk;
import io.lapwing.console.TrustDesk.GroupForm;
import io.lapwing.console.TrustDesk.GroupView;
import io.lapwing.console.TrustDesk.NodeView;
import io.lapwing.service.people.Permission;
import java.util.List;
import java.util.Set;

/// The trusted environment: nodes, their labels, groups.
final class TrustRoutes {
    private static final String NODES = "/trust/nodes";
    private static final String NODE = NODES + "/{node}";
    private static final String GROUP = "/trust/groups/{group}";

    private final TrustDesk desk;

    TrustRoutes(TrustDesk desk) {
        this.desk = desk;
    }

    /// @param label six groups of six characters, as printed
    record NewLabel(String label) {
        @Override
        public String toString() {
            return "NewLabel[secret]";
        }
    }

    List<Operation> operations() {
        return List.of(
                get(
                        "/trust",
                        Permission.TRUST_READ,
                        Operation.one(TrustDesk.Environment.class),
                        call -> Answers.one(desk.environment(call.who()))),
                get(
                        NODES,
                        Permission.TRUST_READ,
                        Operation.items(NodeView.class),
                        call ->
                                Lists.inOrder(
                                        call,
                                        desk.nodes(call.who()),
                                        node -> Long.toString(node.node()))),
                get(
                        NODE,
                        Permission.TRUST_READ,
                        Operation.one(NodeView.class),
                        call -> Answers.one(desk.find(call.who(), node(call)))),
                post(
                        "/trust/labels",
                        Permission.TRUST_CHANGE,
                        Operation.document(NewLabel.class),
                        Operation.one(NodeView.class),
                        call ->
                                Answers.one(
                                        desk.enter(
                                                call.who(),
                                                new TrustDesk.Label(
                                                        call.form(NewLabel.class).label())))),
                post(
                        NODE + "/revoke",
                        Permission.TRUST_CHANGE,
                        Operation.nothing(),
                        Operation.one(NodeView.class),
                        call -> Answers.one(desk.revoke(call.who(), node(call)))),
                get(
                        "/trust/groups",
                        Permission.TRUST_READ,
                        Operation.items(GroupView.class),
                        call ->
                                Lists.inOrder(
                                        call,
                                        desk.groups(call.who()),
                                        group -> Integer.toString(group.group()))),
                setGroup(),
                delete(
                        GROUP,
                        Permission.TRUST_CHANGE,
                        new Operation.Gives.Nothing(),
                        call -> {
                            desk.removeGroup(call.who(), call.pathNumber("group"));
                            return Answers.nothing();
                        }));
    }

    /// A group has no version of its own: the list it is in has.
    private Operation setGroup() {
        return new Operation(
                "PUT",
                GROUP,
                Permission.TRUST_CHANGE,
                Set.of(),
                Operation.document(GroupForm.class),
                Operation.one(GroupView.class),
                false,
                call ->
                        Answers.one(
                                desk.setGroup(
                                        call.who(),
                                        call.pathNumber("group"),
                                        call.form(GroupForm.class))));
    }

    private static long node(Call call) {
        return call.pathNumber("node");
    }
}
