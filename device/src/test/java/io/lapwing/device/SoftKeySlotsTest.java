package io.lapwing.device;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Secret;

class SoftKeySlotsTest extends KeySlotsContract {
    @Override
    KeySlots slots() {
        return SoftKeySlots.of11(
                Aes.best(), Secret.take(ROOT.toArray()), Secret.take(ROOT.toArray()));
    }

    @Override
    KeySlots slots10(Secret appKey) {
        return SoftKeySlots.of10(Aes.best(), appKey);
    }
}
