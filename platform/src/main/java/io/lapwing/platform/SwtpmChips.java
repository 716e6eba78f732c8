package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;
import io.lapwing.service.TemporaryFolder;
import io.lapwing.trust.AccessKey;
import io.lapwing.trust.KeyChip;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.NodeLabel;
import io.lapwing.trust.StateKey;
import io.lapwing.trust.TiesChip;
import io.lapwing.trust.TiesTpmChip;
import io.lapwing.trust.TpmChip;
import io.lapwing.trust.TpmStateKey;
import io.lapwing.vault.tpm.PcrSelection;
import io.lapwing.vault.tpm.Tpm;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A software TPM for each party: a process of its own, with a state of its own, which is gone at the end.
final class SwtpmChips implements TrustChips {
    /// What a node's firmware is measured into (TCG PC Client Platform Firmware Profile: PCR 8 to 15 are the operating
    /// system's).
    private static final int FIRMWARE_PCR = 9;

    private final TemporaryFolder folder = TemporaryFolder.of("lapwing-tpm");
    private final Thread lastAct = new Thread(this::end, "swtpm-folder-end");
    private final Map<NodeId, Party> parties = new HashMap<>();
    private boolean ended;

    SwtpmChips() {
        Runtime.getRuntime().addShutdownHook(lastAct);
    }

    /// A party's TPM, and what is used in it.
    private static final class Party {
        private final Swtpm swtpm;
        private final Tpm tpm;
        private Optional<KeyChip> chip = Optional.empty();
        private Optional<TiesChip> tiesChip = Optional.empty();
        private Optional<StateKey> stateKey = Optional.empty();

        Party(Swtpm swtpm) {
            this.swtpm = swtpm;
            tpm = Tpm.open(swtpm.address());
        }

        void close() {
            stateKey.ifPresent(StateKey::close);
            tpm.close();
            swtpm.close();
        }
    }

    private synchronized Party party(NodeId id) {
        if (ended) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "told to end: no TPM is started any more");
        }
        return parties.computeIfAbsent(
                id, _ -> new Party(Swtpm.start(folder.path().resolve("tpm" + id))));
    }

    @Override
    public KeyChip chip(NodeId id) {
        Party party = party(id);
        KeyChip chip = party.chip.orElseGet(() -> TpmChip.over(party.tpm));
        party.chip = Optional.of(chip);
        return chip;
    }

    @Override
    public TiesChip tiesChip(NodeId id) {
        Party party = party(id);
        TiesChip chip = party.tiesChip.orElseGet(() -> TiesTpmChip.over(party.tpm));
        party.tiesChip = Optional.of(chip);
        return chip;
    }

    @Override
    public AccessKey label(NodeId id) {
        return NodeLabel.make(id, party(id).tpm).accessKey();
    }

    @Override
    public StateKey stateKey(NodeId id) {
        Party party = party(id);
        StateKey key =
                party.stateKey.orElseGet(
                        () -> TpmStateKey.make(party.tpm, PcrSelection.of(FIRMWARE_PCR)));
        party.stateKey = Optional.of(key);
        return key;
    }

    @Override
    public void tamper(NodeId id) {
        party(id).tpm.extend(FIRMWARE_PCR, Sha256.digest(Bytes.of(0)));
    }

    @Override
    public void close() {
        try {
            closeParties();
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(lastAct);
            } catch (IllegalStateException _) {
                // The process is ending, and the hook does the same.
            }
            end();
        }
    }

    private synchronized void closeParties() {
        parties.values().forEach(Party::close);
    }

    /// The processes first: they write into the folder.
    private synchronized void end() {
        if (!ended) {
            ended = true;
            parties.values().forEach(party -> party.swtpm.close());
            folder.close();
        }
    }
}
