package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.lorawan.SessionKeyType;

/// The session keys of a device's slots.
record SlottedSessionKeys(KeySlots slots) implements SessionKeys {
    @Override
    public Bytes cmac(SessionKeyType type, Bytes message) {
        return slots.cmac(KeySlot.of(type), message);
    }

    @Override
    public Bytes encrypt(SessionKeyType type, Bytes blocks) {
        return slots.encrypt(KeySlot.of(type), blocks);
    }
}
