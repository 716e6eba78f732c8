package io.lapwing.platform;

import io.lapwing.service.Json;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.NodeState;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `node status`.
@Command(
        name = "status",
        description =
                "Show what this node keeps: its number, whether it joined, where its keys are.",
        footer = {"", "@|bold Example|@", "  lapwing node status --json"})
final class NodeStatusCommand implements Callable<Integer> {
    private final Context context;

    NodeStatusCommand(Context context) {
        this.context = context;
    }

    /// What is answered.
    ///
    /// @param label whether a label waits for its join
    /// @param list whether it has a device list
    /// @param keys `tpm`, `software`, or `none` yet
    record Status(Optional<Long> node, boolean joined, boolean label, boolean list, String keys) {}

    static Optional<NodeState> state(NodeFolder folder) {
        return folder.read(NodeFolder.Part.STATE).map(NodeState::parse);
    }

    static Optional<NodeId> number(NodeFolder folder) {
        return state(folder).map(NodeState::self);
    }

    @Override
    public Integer call() {
        Status status = status(new NodeFolder(new DataFolder(context.dataFolder())));
        if (context.json()) {
            context.terminal().line(Json.strict().build().pretty(status));
        } else {
            write(status);
        }
        return ExitCode.DONE.number();
    }

    private static Status status(NodeFolder folder) {
        Optional<NodeState.Membership> member = state(folder).flatMap(NodeState::membership);
        return new Status(
                number(folder).map(NodeId::value),
                member.isPresent(),
                folder.read(NodeFolder.Part.LABEL).isPresent(),
                member.filter(known -> known.list().length() > 0).isPresent(),
                keys(folder));
    }

    private static String keys(NodeFolder folder) {
        if (folder.read(NodeFolder.Part.TPM).isPresent()) {
            return "tpm";
        }
        return folder.read(NodeFolder.Part.SOFTWARE_CHIP).isPresent() ? "software" : "none";
    }

    private void write(Status status) {
        Terminal terminal = context.terminal();
        if (status.node().isEmpty()) {
            terminal.line("no node here");
            terminal.note("next: lapwing node label --tpm /dev/tpmrm0");
            return;
        }
        terminal.heading("node " + status.node().get());
        terminal.line("  " + (status.joined() ? "joined" : "not joined"));
        if (status.label()) {
            terminal.line("  a label waits for its join");
        }
        terminal.line("  " + (status.list() ? "has a device list" : "no device list yet"));
        terminal.line("  keys in " + (status.keys().equals("tpm") ? "a TPM" : "a file"));
    }
}
