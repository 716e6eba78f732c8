package io.lapwing.platform;

import io.lapwing.console.Desks;
import io.lapwing.console.TrustDesk.NodeView;
import io.lapwing.service.people.Principal;
import java.util.List;
import picocli.CommandLine.Command;

/// `admin trust list`.
@Command(
        name = "list",
        description = "List the nodes whose labels were entered, and who of them is trusted.",
        footer = {"", "@|bold Example|@", "  lapwing admin trust list"})
final class TrustListTask extends DeskTask {
    TrustListTask(Context context) {
        super(context);
    }

    /// What is answered.
    record All(List<NodeView> nodes) {}

    @Override
    ExitCode run(Desks desks, Principal who) {
        List<NodeView> nodes = desks.trust().nodes(who);
        return answer(new All(nodes), terminal -> terminal.table(table(nodes)));
    }

    private static TextTable table(List<NodeView> nodes) {
        TextTable table = new TextTable("node", "state", "since", "proves its state", "profile");
        nodes.forEach(node ->
                table.row(
                        Long.toString(node.node()),
                        node.state(),
                        node.since(),
                        node.proves() ? "yes" : "no",
                        node.profile()));
        return table;
    }

    /// `node 7 is joined since …`
    static String line(NodeView node) {
        return "node " + node.node() + " is " + node.state() + " since " + node.since();
    }
}
