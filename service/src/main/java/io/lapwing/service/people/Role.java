package io.lapwing.service.people;

import io.lapwing.crypto.Fault;
import java.util.Arrays;
import java.util.Locale;

/// In which capacity someone acts; [Permission] says what each may do.
public enum Role {
    /// Manages people, the vault's key and the platform itself.
    ADMINISTRATOR,
    /// Runs devices, peers and receivers day by day.
    OPERATOR,
    /// Brings devices into being, within a production order or a range of JoinEUIs.
    PROVISIONING_AGENT,
    /// Runs a network: sees the devices of its NetID, and nothing of an AppSKey.
    SERVICE_PROVIDER,
    /// Owns devices: sees and decides for those, and for no others.
    OWNER,
    /// Reads everything and changes nothing.
    AUDITOR;

    /// Its name on screen and in rows: `provisioning-agent`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Reads [#word()].
    public static Role parse(String word) {
        return Arrays.stream(values())
                .filter(role -> role.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        Fault.badInput(
                                "role "
                                        + word
                                        + ": want one of "
                                        + Arrays.stream(values()).map(Role::word).toList()));
    }
}
