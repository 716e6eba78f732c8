package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.trust.DerivingKey;
import io.lapwing.trust.KeyChip;
import io.lapwing.trust.SealedKey;
import io.lapwing.trust.StorageKey;

/// A chip whose time counts.
record TrustTimedChip(KeyChip chip, TrustClock clock) implements KeyChip {
    @Override
    public StorageKey storageKey() {
        return clock.inChip(TrustChipTimes.Work.OTHER, chip::storageKey);
    }

    @Override
    public ChipKey create(StorageKey mayGoTo) {
        return timed(clock.inChip(TrustChipTimes.Work.OTHER, () -> chip.create(mayGoTo)));
    }

    @Override
    public ChipKey load(SealedKey sealed) {
        return timed(clock.inChip(TrustChipTimes.Work.OPEN, () -> chip.load(sealed)));
    }

    @Override
    public SealedKey rewrap(SealedKey sealed, StorageKey newParent) {
        return clock.inChip(TrustChipTimes.Work.REWRAP, () -> chip.rewrap(sealed, newParent));
    }

    @Override
    public Held hold(Secret key) {
        Held held = clock.inChip(TrustChipTimes.Work.OTHER, () -> chip.hold(key));
        return new Held(new TimedDeriving(held.key(), clock), held.blob());
    }

    @Override
    public DerivingKey open(Bytes blob) {
        return new TimedDeriving(
                clock.inChip(TrustChipTimes.Work.OTHER, () -> chip.open(blob)), clock);
    }

    private ChipKey timed(ChipKey key) {
        return new TimedKey(key, clock);
    }

    private record TimedDeriving(DerivingKey key, TrustClock clock) implements DerivingKey {
        @Override
        public Secret derive(Bytes context) {
            return clock.inChip(TrustChipTimes.Work.OTHER, () -> key.derive(context));
        }

        @Override
        public void close() {
            key.close();
        }
    }

    private record TimedKey(ChipKey key, TrustClock clock) implements ChipKey {
        @Override
        public Secret derive(Bytes context) {
            return clock.inChip(TrustChipTimes.Work.OTHER, () -> key.derive(context));
        }

        @Override
        public SealedKey duplicate(StorageKey newParent) {
            return clock.inChip(TrustChipTimes.Work.SEAL, () -> key.duplicate(newParent));
        }

        @Override
        public void close() {
            key.close();
        }
    }
}
