package io.lapwing.platform;

import io.lapwing.console.ApprovalDesk;
import io.lapwing.kms.Actor;
import io.lapwing.service.people.Principal;
import java.util.List;
import picocli.CommandLine.Command;

/// `admin approval list`.
@Command(
        name = "list",
        description = "List what waits for a second person, and what became of what you asked for.",
        footer = {"", "@|bold Example|@", "  lapwing admin approval list"})
final class ApprovalListTask extends AdminTask {
    ApprovalListTask(Context context) {
        super(context);
    }

    /// What is answered.
    record Listed(List<ApprovalDesk.ApprovalView> approvals) {}

    @Override
    ExitCode run(Platform platform, Actor actor) {
        List<ApprovalDesk.ApprovalView> all =
                platform.approvalDesk().list(Principal.local(actor.name()));
        return answer(
                new Listed(all),
                terminal -> {
                    TextTable table = new TextTable("id", "step", "of", "state", "asked by");
                    all.forEach(one ->
                            table.row(
                                    one.id(),
                                    one.step(),
                                    one.object(),
                                    one.state(),
                                    one.askedBy()));
                    terminal.table(table);
                });
    }
}
