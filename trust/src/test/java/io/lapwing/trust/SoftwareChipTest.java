package io.lapwing.trust;

import io.lapwing.crypto.Aes;

class SoftwareChipTest extends KeyChipContract {
    private final Aes aes = Aes.best();
    private final KeyChip first = SoftwareChip.create(aes);
    private final KeyChip centre = SoftwareChip.create(aes);
    private final KeyChip second = SoftwareChip.create(aes);

    @Override
    KeyChip first() {
        return first;
    }

    @Override
    KeyChip centre() {
        return centre;
    }

    @Override
    KeyChip second() {
        return second;
    }

    @Override
    int sealedBytes() {
        return 57;
    }
}
