package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.trust.KeyChip;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.NodeLabel;
import io.lapwing.trust.StateKey;
import io.lapwing.vault.tpm.PcrSelection;
import io.lapwing.vault.tpm.TpmAddress;
import java.util.Optional;

/// The chip of a node, as long as it is open: a TPM, or files that stand in for one.
sealed interface NodeChip extends AutoCloseable permits NodeTpm, NodeSoftware {
    /// Which chip a node has.
    sealed interface Choice {
        /// A TPM 2.0.
        record InTpm(TpmAddress address) implements Choice {}

        /// Keys in a file and in this process's memory.
        record InSoftware() implements Choice {}
    }

    /// Opens it; the folder knows it again from then on.
    ///
    /// @throws Fault `UNAVAILABLE` when no TPM answers, `TAMPERED` when it is another than the folder's, `CONFLICT` when the
    ///     folder's keys are in the other kind
    static NodeChip open(Choice choice, NodeFolder folder) {
        return switch (choice) {
            case Choice.InTpm(var address) -> {
                refuse(
                        folder,
                        NodeFolder.Part.SOFTWARE_CHIP,
                        "a software chip: want --software-chip");
                yield NodeTpm.open(address, folder);
            }
            case Choice.InSoftware() -> {
                refuse(folder, NodeFolder.Part.TPM, "a TPM: want --tpm");
                yield NodeSoftware.open(folder);
            }
        };
    }

    private static void refuse(NodeFolder folder, NodeFolder.Part other, String where) {
        if (folder.read(other).isPresent()) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "the keys of this node are in " + where + ", or another --data");
        }
    }

    /// What holds keys for the protocol.
    KeyChip chip();

    /// Makes a label for a node of this number, kept for the join; who gets it closes it. By what says then that the node is in the
    /// state of now is made too.
    ///
    /// @param pcrs that say in what state the node is
    NodeLabel makeLabel(NodeId node, PcrSelection pcrs);

    /// The label that was kept; who gets it closes it.
    ///
    /// @throws Fault `FORBIDDEN` when the node is in another state than that in which the label was made
    NodeLabel openLabel(Bytes kept);

    /// What proves the state of this node; empty where nothing can.
    Optional<StateKey> stateKey();

    /// Makes sure that it is still there.
    ///
    /// @throws Fault `UNAVAILABLE` when it is not, or was reset: want it opened again
    void check();

    @Override
    void close();
}
