package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.vault.tpm.TpmAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options that say which chip a node has.
final class NodeChipOptions {
    @Option(
            names = "--tpm",
            paramLabel = "TPM",
            description = "The node's TPM: /dev/tpmrm0, unix:/PATH or tcp:HOST:PORT.")
    private @Nullable String tpm;

    @Option(
            names = "--software-chip",
            description = {
                "Keys in a file instead of a TPM, for trials: who copies the file is the node,",
                "and nothing shows in which state the node's software is."
            })
    private boolean software;

    NodeChip.Choice choice() {
        if (tpm != null && !software) {
            return new NodeChip.Choice.InTpm(TpmAddress.parse(tpm));
        }
        if (tpm == null && software) {
            return new NodeChip.Choice.InSoftware();
        }
        throw Fault.badInput(
                "no chip: want --tpm /dev/tpmrm0, or --software-chip for a trial (its keys are in a file, and"
                        + " who copies it is the node)");
    }
}
