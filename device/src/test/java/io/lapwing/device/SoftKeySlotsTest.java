package io.lapwing.device;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import org.junit.jupiter.api.Test;

class SoftKeySlotsTest extends KeySlotsContract {
    @Override
    KeySlots slots(Bytes nwkKey, Bytes appKey) {
        return SoftKeySlots.of11(
                Aes.best(), Secret.take(nwkKey.toArray()), Secret.take(appKey.toArray()));
    }

    @Test
    void refuseARootKeyOfAnotherLength() {
        assertFault(Fault.Kind.BAD_INPUT, () -> SoftKeySlots.of10(Aes.best(), Secret.random(32)));
    }
}
