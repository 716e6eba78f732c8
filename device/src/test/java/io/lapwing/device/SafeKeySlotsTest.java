package io.lapwing.device;

import io.lapwing.crypto.Bytes;

class SafeKeySlotsTest extends KeySlotsContract {
    @Override
    KeySlots slots(Bytes nwkKey, Bytes appKey) {
        return new SafeKeySlots(
                SafeCard.open(
                        new SafeSimulator(
                                Bytes.concat(
                                        SafeSimulator.key(0x11, nwkKey),
                                        SafeSimulator.key(0x12, appKey)))));
    }
}
