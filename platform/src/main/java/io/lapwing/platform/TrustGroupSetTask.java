package io.lapwing.platform;

import io.lapwing.console.Desks;
import io.lapwing.console.TrustDesk;
import io.lapwing.service.people.Principal;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `admin trust group set`.
@Command(
        name = "set",
        description = {
            "Make a group of trusted nodes that share a key, or change it.",
            "",
            "All members are said anew. Each change brings a new key: who leaves reads nothing more, who comes nothing from"
                    + " before."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  lapwing admin trust group set 1 --member 7,8,9",
            "  lapwing admin trust group set 1 --member 7,8 --owner 7"
        })
final class TrustGroupSetTask extends DeskTask {
    @Parameters(paramLabel = "GROUP", description = "The group's number, 1 to 65535.")
    private int group;

    @Option(
            names = "--member",
            paramLabel = "NODE",
            required = true,
            split = ",",
            description = "A trusted node; several with commas, or the option again.")
    private List<Long> members = new ArrayList<>();

    @Option(
            names = "--owner",
            paramLabel = "NODE",
            description = "The member whose chip makes the key; else the Central Entity does.")
    private long owner;

    TrustGroupSetTask(Context context) {
        super(context);
    }

    @Override
    ExitCode run(Desks desks, Principal who) {
        TrustDesk.GroupView view =
                desks.trust().setGroup(who, group, new TrustDesk.GroupForm(owner, members));
        return answer(
                view,
                terminal ->
                        terminal.line(
                                "group %d: %s, key of epoch %d"
                                        .formatted(
                                                view.group(),
                                                TrustGroupListTask.members(view),
                                                view.keyEpoch())));
    }
}
