package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Hkdf;
import io.lapwing.crypto.Secret;
import io.lapwing.trust.AccessKey;
import io.lapwing.trust.KeyChip;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.NodeLabel;
import io.lapwing.trust.SoftwareChip;
import io.lapwing.trust.StateKey;
import io.lapwing.vault.tpm.PcrSelection;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Files that stand in for a node's TPM, for trials: all keys come of a seed in one of them, and a label is kept as it is printed. It
/// proves no state.
final class NodeSoftware implements NodeChip {
    private static final int SEED_BYTES = 32;

    private final SoftwareChip chip;
    private final Secret seed;
    private final NodeFolder folder;

    private NodeSoftware(SoftwareChip chip, Secret seed, NodeFolder folder) {
        this.chip = chip;
        this.seed = seed;
        this.folder = folder;
    }

    static NodeSoftware open(NodeFolder folder) {
        Secret seed =
                folder.read(NodeFolder.Part.SOFTWARE_CHIP)
                        .map(NodeSoftware::seed)
                        .orElseGet(() -> newSeed(folder));
        SoftwareChip chip =
                SoftwareChip.of(
                        Aes.best(), context -> Hkdf.sha256(seed, Bytes.EMPTY, context, SEED_BYTES));
        return new NodeSoftware(chip, seed, folder);
    }

    private static Secret seed(Bytes kept) {
        if (kept.length() != SEED_BYTES) {
            throw new Fault(
                    Fault.Kind.TAMPERED,
                    "seed of the software chip of %d bytes: want %d"
                            .formatted(kept.length(), SEED_BYTES));
        }
        return Secret.take(kept.toArray());
    }

    private static Secret newSeed(NodeFolder folder) {
        Secret seed = Secret.random(SEED_BYTES);
        Bytes octets = seed.use(segment -> Bytes.of(segment));
        folder.write(NodeFolder.Part.SOFTWARE_CHIP, octets);
        return seed;
    }

    @Override
    public KeyChip chip() {
        return chip;
    }

    @Override
    public NodeLabel makeLabel(NodeId node, PcrSelection pcrs) {
        NodeLabel label = new NodeLabel(node, new AccessKey(Secret.random(AccessKey.LENGTH_BYTES)));
        char[] text = label.text();
        byte[] octets = StandardCharsets.US_ASCII.encode(CharBuffer.wrap(text)).array();
        folder.write(NodeFolder.Part.LABEL, Bytes.of(octets));
        Arrays.fill(octets, (byte) 0);
        Arrays.fill(text, ' ');
        return label;
    }

    @Override
    public NodeLabel openLabel(Bytes kept) {
        return NodeLabel.parse(new String(kept.toArray(), StandardCharsets.US_ASCII));
    }

    @Override
    public Optional<StateKey> stateKey() {
        return Optional.empty();
    }

    @Override
    public void check() {
        // It is in this process.
    }

    @Override
    public void close() {
        chip.close();
        seed.close();
    }
}
