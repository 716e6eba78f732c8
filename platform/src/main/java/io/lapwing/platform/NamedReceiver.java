package io.lapwing.platform;

import io.lapwing.vault.KeyBinding;
import picocli.CommandLine.Parameters;

/// A receiver's wrapping key as a command line names it: the receiver's role and the key's label.
final class NamedReceiver {
    @Parameters(
            index = "0",
            paramLabel = "ROLE",
            description = "network-server, application-server or station.")
    private String role = "";

    @Parameters(index = "1", paramLabel = "LABEL", description = "As the receiver knows it.")
    private String label = "";

    KeyBinding.Role role() {
        return Words.parse("role", role, KeyBinding.Role.class);
    }

    String label() {
        return label;
    }
}
