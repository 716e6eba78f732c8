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

    /// Reads what [#text()] writes.
    ///
    /// @throws Fault `BAD_INPUT` for anything else
    public static RootKeyRef parse(String text) {
        String[] parts = text.split("/", -1);
        try {
            if (parts.length == 2) {
                return new RootKeyRef(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
            }
        } catch (NumberFormatException _) {
            // Told below.
        }
        throw Fault.badInput("root key '" + text + "': want slot/version, as 0/1");
    }

    /// Slot and version: `0/1`.
    public String text() {
        return slot + "/" + version;
    }
}
