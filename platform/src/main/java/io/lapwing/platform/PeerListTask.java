package io.lapwing.platform;

import io.lapwing.console.PeerDesk.PeerView;
import io.lapwing.kms.Actor;
import io.lapwing.service.people.Principal;
import java.util.List;
import picocli.CommandLine.Command;

/// `admin peer list`.
@Command(
        name = "list",
        description = "List the peers and their rights.",
        footer = {"", "@|bold Example|@", "  lapwing admin peer list --json"})
final class PeerListTask extends AdminTask {
    PeerListTask(Context context) {
        super(context);
    }

    /// What is answered.
    record All(List<PeerView> peers) {}

    @Override
    ExitCode run(Platform platform, Actor actor) {
        List<PeerView> views = platform.peerDesk().list(Principal.local(actor.name()));
        return answer(new All(views), terminal -> terminal.table(table(views)));
    }

    private static TextTable table(List<PeerView> views) {
        TextTable table = new TextTable("role", "name", "enabled", "ids", "JoinEUIs", "key");
        for (PeerView view : views) {
            table.row(
                    view.role(),
                    view.name(),
                    view.enabled() ? "yes" : "no",
                    PeerShowTask.senderIds(view),
                    String.join(" ", view.rules().joinEuis()),
                    view.rules().wrappingKey().orElse("-"));
        }
        return table;
    }
}
