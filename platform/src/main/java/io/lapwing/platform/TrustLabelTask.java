package io.lapwing.platform;

import io.lapwing.console.Desks;
import io.lapwing.console.TrustDesk;
import io.lapwing.service.people.Principal;
import java.util.Optional;
import picocli.CommandLine.Command;

/// `admin trust label`.
@Command(
        name = "label",
        description = {
            "Enter a node's label, so that the node can join; the join burns it.",
            "",
            "The label is typed when asked for, or read from standard input: it is on no command line. A node that is trusted"
                    + " already loses its place until it has joined anew."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  lapwing admin trust label",
            "  lapwing node label --tpm /dev/tpmrm0 --json | jq -r .label | lapwing admin trust label"
        })
final class TrustLabelTask extends DeskTask {
    TrustLabelTask(Context context) {
        super(context);
    }

    @Override
    boolean readsInput() {
        return true;
    }

    @Override
    Optional<String> prompt() {
        return Optional.of("label: ");
    }

    @Override
    ExitCode run(Desks desks, Principal who) {
        TrustDesk.NodeView view =
                desks.trust().enter(who, new TrustDesk.Label(text(Optional.empty())));
        return answer(
                view,
                terminal -> {
                    terminal.line(TrustListTask.line(view));
                    terminal.note("next: start the node, lapwing node run");
                });
    }
}
