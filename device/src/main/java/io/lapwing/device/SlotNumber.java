package io.lapwing.device;

import io.lapwing.crypto.Fault;

/// A slot as one octet, for whoever keeps keys behind a wire: a card, the core's process.
final class SlotNumber {
    private SlotNumber() {}

    static int of(KeySlot slot) {
        return switch (slot) {
            case NWK_KEY -> 0;
            case APP_KEY -> 1;
            case JS_ENC_KEY -> 2;
            case JS_INT_KEY -> 3;
            case F_NWK_S_INT_KEY -> 4;
            case APP_S_KEY -> 5;
            case S_NWK_S_INT_KEY -> 6;
            case NWK_S_ENC_KEY -> 7;
        };
    }

    /// @throws Fault `BAD_INPUT` for a number that no slot has
    static KeySlot slot(int number) {
        for (KeySlot slot : KeySlot.values()) {
            if (of(slot) == number) {
                return slot;
            }
        }
        throw Fault.badInput("slot " + number + ": want 0 to " + (KeySlot.values().length - 1));
    }
}
