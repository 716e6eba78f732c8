package io.lapwing.platform;

import io.lapwing.console.Desks;
import io.lapwing.service.people.Principal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `admin trust group remove`.
@Command(
        name = "remove",
        description = "End a group: its members use its key no more, once they have the next list.",
        footer = {"", "@|bold Example|@", "  lapwing admin trust group remove 1"})
final class TrustGroupRemoveTask extends DeskTask {
    @Parameters(paramLabel = "GROUP", description = "The group's number.")
    private int group;

    TrustGroupRemoveTask(Context context) {
        super(context);
    }

    /// What was ended.
    record Ended(int group) {}

    @Override
    ExitCode run(Desks desks, Principal who) {
        desks.trust().removeGroup(who, group);
        return answer(new Ended(group), terminal -> terminal.line("group " + group + " has ended"));
    }
}
