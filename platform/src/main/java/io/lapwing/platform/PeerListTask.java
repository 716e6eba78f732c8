package io.lapwing.platform;

import io.lapwing.kms.Actor;
import io.lapwing.kms.Peer;
import io.lapwing.kms.Peers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/// `admin peer list`.
@Command(
        name = "list",
        description = "List the peers and their rights.",
        footer = {"", "@|bold Example|@", "  lapwing admin peer list --json"})
final class PeerListTask extends AdminTask {
    private static final int PAGE = 500;

    PeerListTask(Context context) {
        super(context);
    }

    /// What is answered.
    record All(List<PeerView> peers) {}

    @Override
    ExitCode run(Platform platform, Actor actor) {
        List<PeerView> views =
                all(platform.kms().peers()).stream()
                        .map(peer -> PeerView.of(platform, peer))
                        .toList();
        return answer(new All(views), terminal -> terminal.table(table(views)));
    }

    static List<Peer> all(Peers peers) {
        List<Peer> all = new ArrayList<>();
        List<Peer> page = peers.list(Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = peers.list(Optional.of(page.getLast().certificate()), PAGE);
        }
        return all;
    }

    private static TextTable table(List<PeerView> views) {
        TextTable table = new TextTable("role", "name", "enabled", "ids", "JoinEUIs", "key");
        for (PeerView view : views) {
            table.row(
                    view.role(),
                    view.name(),
                    view.enabled() ? "yes" : "no",
                    view.senderIds(),
                    String.join(" ", view.joinEuis()),
                    view.wrappingKey().orElse("-"));
        }
        return table;
    }
}
