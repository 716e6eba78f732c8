package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Secret;
import io.lapwing.trust.AccessKey;
import io.lapwing.trust.KeyChip;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.SoftwareChip;
import io.lapwing.trust.SoftwareStateKey;
import io.lapwing.trust.StateKey;
import io.lapwing.trust.TiesChip;
import io.lapwing.trust.TiesSoftwareChip;
import java.util.HashMap;
import java.util.Map;

/// Each party's chip, made when it is asked for the first time.
interface TrustChips extends AutoCloseable {
    KeyChip chip(NodeId party);

    /// The chip as profile `ties-2024` uses it.
    TiesChip tiesChip(NodeId party);

    /// A new access key for a label, drawn by the party's chip.
    AccessKey label(NodeId party);

    /// The key by which the party's chip proves the state that the party is in now; always the same.
    StateKey stateKey(NodeId party);

    /// The party's state becomes another: its firmware was changed.
    void tamper(NodeId party);

    @Override
    void close();

    /// Chips in this process.
    static TrustChips software() {
        return new Software();
    }

    /// Chips in this process.
    final class Software implements TrustChips {
        private final Aes aes = Aes.best();
        private final Map<NodeId, SoftwareChip> chips = new HashMap<>();
        private final Map<NodeId, TiesChip> tiesChips = new HashMap<>();
        private final Map<NodeId, SoftwareStateKey> stateKeys = new HashMap<>();

        private Software() {}

        @Override
        public KeyChip chip(NodeId party) {
            return chips.computeIfAbsent(party, _ -> SoftwareChip.create(aes));
        }

        @Override
        public TiesChip tiesChip(NodeId party) {
            return tiesChips.computeIfAbsent(party, _ -> TiesSoftwareChip.create(aes));
        }

        @Override
        public AccessKey label(NodeId party) {
            return new AccessKey(Secret.random(AccessKey.LENGTH_BYTES));
        }

        @Override
        public SoftwareStateKey stateKey(NodeId party) {
            return stateKeys.computeIfAbsent(party, _ -> SoftwareStateKey.create());
        }

        @Override
        public void tamper(NodeId party) {
            stateKey(party).change();
        }

        @Override
        public void close() {
            chips.values().forEach(SoftwareChip::close);
        }
    }
}
