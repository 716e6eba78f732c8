package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.trust.TiesChip;

/// A chip of profile `ties-2024` whose time counts.
record TrustTimedTiesChip(TiesChip chip, TrustClock clock) implements TiesChip {
    @Override
    public Bytes publicKey() {
        return clock.inChip(TrustChipTimes.Work.OTHER, chip::publicKey);
    }

    @Override
    public TiesKey create() {
        return new Timed(clock.inChip(TrustChipTimes.Work.OTHER, chip::create), clock);
    }

    @Override
    public Bytes duplicate(TiesKey key, Bytes publicKey) {
        if (!(key instanceof Timed timed)) {
            throw Fault.badInput("key of another kind of chip: want one of this chip");
        }
        return clock.inChip(
                TrustChipTimes.Work.RSA_SEAL, () -> chip.duplicate(timed.key(), publicKey));
    }

    @Override
    public TiesKey load(Bytes blob) {
        return new Timed(clock.inChip(TrustChipTimes.Work.RSA_OPEN, () -> chip.load(blob)), clock);
    }

    private record Timed(TiesKey key, TrustClock clock) implements TiesKey {
        @Override
        public Bytes encrypt(Bytes initial, Bytes plain) {
            return clock.inChip(TrustChipTimes.Work.OTHER, () -> key.encrypt(initial, plain));
        }

        @Override
        public Bytes decrypt(Bytes initial, Bytes sealed) {
            return clock.inChip(TrustChipTimes.Work.OTHER, () -> key.decrypt(initial, sealed));
        }

        @Override
        public void close() {
            key.close();
        }
    }
}
