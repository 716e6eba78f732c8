package io.lapwing.platform;

import io.lapwing.console.Desks;
import io.lapwing.console.TrustDesk.GroupView;
import io.lapwing.service.people.Principal;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/// `admin trust group list`.
@Command(
        name = "list",
        description = "List the groups of nodes that share a key.",
        footer = {"", "@|bold Example|@", "  lapwing admin trust group list"})
final class TrustGroupListTask extends DeskTask {
    TrustGroupListTask(Context context) {
        super(context);
    }

    /// What is answered.
    record All(List<GroupView> groups) {}

    @Override
    ExitCode run(Desks desks, Principal who) {
        List<GroupView> groups = desks.trust().groups(who);
        return answer(new All(groups), terminal -> terminal.table(table(groups)));
    }

    private static TextTable table(List<GroupView> groups) {
        TextTable table = new TextTable("group", "members", "key made by", "key epoch");
        groups.forEach(group ->
                table.row(
                        Integer.toString(group.group()),
                        members(group),
                        group.owner() == 0 ? "Central Entity" : "node " + group.owner(),
                        group.keyEpoch()));
        return table;
    }

    static String members(GroupView group) {
        return group.members().stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
