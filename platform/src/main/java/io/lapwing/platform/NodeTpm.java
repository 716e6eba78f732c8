package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.trust.KeptLabel;
import io.lapwing.trust.KeyChip;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.NodeLabel;
import io.lapwing.trust.StateKey;
import io.lapwing.trust.TpmStateKey;
import io.lapwing.vault.tpm.PcrSelection;
import io.lapwing.vault.tpm.TpmAddress;
import java.util.Optional;

/// A node's TPM. Its label and the key that proves its state are sealed to the PCRs as they were when the label was made.
final class NodeTpm implements NodeChip {
    private final TpmChips.Opened opened;
    private final NodeFolder folder;

    private NodeTpm(TpmChips.Opened opened, NodeFolder folder) {
        this.opened = opened;
        this.folder = folder;
    }

    static NodeTpm open(TpmAddress address, NodeFolder folder) {
        Optional<Bytes> known = folder.read(NodeFolder.Part.TPM);
        TpmChips.Opened opened = TpmChips.open(address, known);
        if (known.isEmpty()) {
            folder.write(NodeFolder.Part.TPM, opened.tpm().rootName());
        }
        return new NodeTpm(opened, folder);
    }

    @Override
    public KeyChip chip() {
        return opened.chip();
    }

    @Override
    public NodeLabel makeLabel(NodeId node, PcrSelection pcrs) {
        try (TpmStateKey key = TpmStateKey.make(opened.tpm(), pcrs)) {
            folder.write(NodeFolder.Part.STATE_KEY, key.stored());
        }
        NodeLabel label = NodeLabel.make(node, opened.tpm());
        folder.write(NodeFolder.Part.LABEL, KeptLabel.of(label, opened.tpm(), pcrs).encode());
        return label;
    }

    @Override
    public NodeLabel openLabel(Bytes kept) {
        return KeptLabel.parse(kept).open(opened.tpm());
    }

    @Override
    public Optional<StateKey> stateKey() {
        return folder.read(NodeFolder.Part.STATE_KEY)
                .map(stored -> TpmStateKey.open(opened.tpm(), stored));
    }

    @Override
    public void check() {
        opened.check();
    }

    @Override
    public void close() {
        opened.close();
    }
}
