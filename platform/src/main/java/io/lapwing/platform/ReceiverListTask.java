package io.lapwing.platform;

import io.lapwing.kms.Actor;
import io.lapwing.kms.Receiver;
import io.lapwing.kms.Receivers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/// `admin receiver list`.
@Command(
        name = "list",
        description = "List the wrapping keys: labels and versions.",
        footer = {"", "@|bold Example|@", "  lapwing admin receiver list --json"})
final class ReceiverListTask extends AdminTask {
    private static final int PAGE = 500;

    ReceiverListTask(Context context) {
        super(context);
    }

    /// What is answered.
    record All(List<ReceiverView> receivers) {}

    @Override
    ExitCode run(Platform platform, Actor actor) {
        List<ReceiverView> views =
                all(platform.kms().receivers()).stream().map(ReceiverView::of).toList();
        return answer(new All(views), terminal -> terminal.table(table(views)));
    }

    private static List<Receiver> all(Receivers receivers) {
        List<Receiver> all = new ArrayList<>();
        List<Receiver> page = receivers.list(Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = receivers.list(Optional.of(page.getLast()), PAGE);
        }
        return all;
    }

    private static TextTable table(List<ReceiverView> views) {
        TextTable table = new TextTable("role", "label", "in use", "versions");
        for (ReceiverView view : views) {
            table.row(
                    view.role(),
                    view.label(),
                    view.inUse().map(Object::toString).orElse("none"),
                    view.versions().stream()
                            .map(version ->
                                    version.number() + (version.retired() ? " retired" : ""))
                            .collect(Collectors.joining(", ")));
        }
        return table;
    }
}
