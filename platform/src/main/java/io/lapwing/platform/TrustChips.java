package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Secret;
import io.lapwing.trust.AccessKey;
import io.lapwing.trust.KeyChip;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.SoftwareChip;
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
        public void close() {
            chips.values().forEach(SoftwareChip::close);
        }
    }
}
