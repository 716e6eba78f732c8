package io.lapwing.lorawan;

import io.lapwing.crypto.Fault;

/// Which root key of its kind: never the key itself.
///
/// @param slot 0 to 255
/// @param version rises with each renewal of the slot, from 1
public record RootKeyRef(int slot, int version) {
    public RootKeyRef {
        HexText.requireRange("root key slot", slot, 255);
        if (version < 1) {
            throw Fault.badInput("root key version " + version + ": want 1 or more");
        }
    }
}
