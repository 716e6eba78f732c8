package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.vault.KeyBinding;

/// The roles of receivers as words.
final class ReceiverRoles {
    private ReceiverRoles() {}

    static KeyBinding.Role parse(String word) {
        for (KeyBinding.Role role : KeyBinding.Role.values()) {
            if (DeviceView.word(role).equals(word)) {
                return role;
            }
        }
        throw Fault.badInput(
                "role " + word + ": want network-server, application-server or station");
    }
}
