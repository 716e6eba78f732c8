package io.lapwing.platform;

import java.util.List;
import picocli.CommandLine;

/// The node agent's commands.
final class NodeCommands {
    private NodeCommands() {}

    static CommandLine tree(Context context) {
        return AdminGroup.of(
                context,
                "node",
                "Be a node of a trusted environment: on a small board with a TPM, a LoRa modem and a sensor.",
                List.of(
                        new NodeLabelCommand(context),
                        new NodeRunCommand(context),
                        new NodeStatusCommand(context)));
    }
}
