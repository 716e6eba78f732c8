package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.service.Json;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.NodeLabel;
import io.lapwing.trust.NodeState;
import io.lapwing.vault.tpm.PcrSelection;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `node label`.
@Command(
        name = "label",
        description = {
            "Make this node's label: its number, and the one-time key by which it joins.",
            "",
            "Print it and put it on the box, or carry it to the gateway: lapwing admin trust label. Who reads it before the node"
                    + " has joined can join in its place. Until then the TPM keeps it, sealed to the state the node is in now."
                    + " Another label takes the place of one that was not used; a member joins anew by it."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  lapwing node label --tpm /dev/tpmrm0",
            "  lapwing node label --tpm /dev/tpmrm0 --number 7 --json"
        })
final class NodeLabelCommand implements Callable<Integer> {
    private final Context context;

    @Mixin private NodeChipOptions chip = new NodeChipOptions();

    @Option(
            names = "--number",
            paramLabel = "N",
            description = "The node's number, 1 to 65534; else the one it has, else one by chance.")
    private @Nullable Long number;

    @Option(
            names = "--pcrs",
            paramLabel = "N,…",
            split = ",",
            description = {
                "Registers of the TPM that say in which state the node's software is: what the node",
                "proves with each reading, and to what the label is sealed. 0 to 7 unless said."
            })
    private List<Integer> pcrs = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6, 7));

    NodeLabelCommand(Context context) {
        this.context = context;
    }

    /// What is answered: it is shown this once.
    record Made(long node, String label) {
        @Override
        public String toString() {
            return "Made[" + node + ", label=[secret]]";
        }
    }

    @Override
    public Integer call() {
        NodeFolder folder = new NodeFolder(new DataFolder(context.dataFolder()));
        NodeChip.Choice choice = chip.choice();
        PcrSelection selection = new PcrSelection(pcrs);
        folder.create();
        try (var _ = folder.lock();
                NodeChip opened = NodeChip.open(choice, folder)) {
            NodeId node = node(folder);
            if (NodeStatusCommand.state(folder).isEmpty()) {
                folder.write(NodeFolder.Part.STATE, NodeState.of(node).encode());
            }
            try (NodeLabel label = opened.makeLabel(node, selection)) {
                char[] text = label.text();
                write(new Made(node.value(), new String(text)));
                Arrays.fill(text, ' ');
            }
        }
        return ExitCode.DONE.number();
    }

    /// A node that is a member stays the one it is.
    private NodeId node(NodeFolder folder) {
        Optional<NodeState> before = NodeStatusCommand.state(folder);
        long wanted =
                Optional.ofNullable(number)
                        .or(() -> before.map(state -> state.self().value()))
                        .orElseGet(() ->
                                (long) new SecureRandom().nextInt(1, NodeLabel.LARGEST_NUMBER + 1));
        boolean other = before.filter(state -> state.self().value() != wanted).isPresent();
        if (other && before.flatMap(NodeState::membership).isPresent()) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "this node joined as %s: want that number, or another --data"
                            .formatted(before.get().self()));
        }
        if (other) {
            folder.remove(NodeFolder.Part.STATE);
        }
        return new NodeId(wanted);
    }

    private void write(Made made) {
        Terminal terminal = context.terminal();
        if (context.json()) {
            terminal.line(Json.strict().build().pretty(made));
            return;
        }
        terminal.line("node   " + made.node());
        terminal.line("label  " + made.label());
        QrText.lines(made.label()).forEach(terminal::line);
        terminal.note(
                "next: lapwing admin trust label, at the gateway; then lapwing node run here");
    }
}
