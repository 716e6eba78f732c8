package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.trust.CentralKeys;
import io.lapwing.trust.DerivingKey;
import io.lapwing.trust.KeyChip;
import io.lapwing.trust.ListSigner;
import io.lapwing.trust.SealedKey;
import io.lapwing.trust.StorageKey;

/// A chip whose time counts.
record TrustTimedChip(KeyChip chip, TrustClock clock) implements KeyChip {
    @Override
    public StorageKey storageKey() {
        return clock.inChip(TrustChipTimes.Work.OTHER, chip::storageKey);
    }

    @Override
    public MadeKey create(CentralKeys central) {
        return new TimedMade(
                clock.inChip(TrustChipTimes.Work.OTHER, () -> chip.create(central)), clock);
    }

    @Override
    public DerivingKey load(SealedKey sealed, CentralKeys central) {
        return new Timed(
                clock.inChip(TrustChipTimes.Work.OPEN, () -> chip.load(sealed, central)), clock);
    }

    @Override
    public SealedKey rewrap(SealedKey sealed, StorageKey newParent, ListSigner signer) {
        return clock.inChip(
                TrustChipTimes.Work.REWRAP, () -> chip.rewrap(sealed, newParent, signer));
    }

    @Override
    public Held hold(Secret key) {
        Held held = clock.inChip(TrustChipTimes.Work.OTHER, () -> chip.hold(key));
        return new Held(new Timed(held.key(), clock), held.blob());
    }

    @Override
    public DerivingKey open(Bytes blob) {
        return new Timed(clock.inChip(TrustChipTimes.Work.OTHER, () -> chip.open(blob)), clock);
    }

    private record Timed(DerivingKey key, TrustClock clock) implements DerivingKey {
        @Override
        public Secret derive(Bytes context) {
            return clock.inChip(TrustChipTimes.Work.OTHER, () -> key.derive(context));
        }

        @Override
        public void close() {
            key.close();
        }
    }

    private record TimedMade(MadeKey key, TrustClock clock) implements MadeKey {
        @Override
        public Secret derive(Bytes context) {
            return clock.inChip(TrustChipTimes.Work.OTHER, () -> key.derive(context));
        }

        @Override
        public SealedKey sealed() {
            return clock.inChip(TrustChipTimes.Work.SEAL, key::sealed);
        }

        @Override
        public void close() {
            key.close();
        }
    }
}
