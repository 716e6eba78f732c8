package io.lapwing.vault;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// What a key opened in a session may do. Every adapter asks here before it computes.
public enum KeyUse {
    /// A root key: everything.
    ROOT("root key"),
    /// SNwkSIntKey, JSIntKey or the key of a device's alarms: CMAC alone.
    INTEGRITY("key for integrity"),
    /// JSEncKey: block decryption alone.
    ENCRYPTION("key for encryption");

    /// Key types of TS001-1.1 §6.1.1.3, §6.1.1.4 and §6.2.5.
    private static final int F_NWK_S_INT_KEY = 0x01;

    private static final int APP_S_KEY = 0x02;
    private static final int S_NWK_S_INT_KEY = 0x03;
    private static final int NWK_S_ENC_KEY = 0x04;
    private static final int JS_ENC_KEY = 0x05;
    private static final int JS_INT_KEY = 0x06;

    /// `docs/protocols/zone.md`: LoRaWAN has no such type.
    private static final int ALARM_KEY = 0xA1;

    private final String text;

    KeyUse(String text) {
        this.text = text;
    }

    /// Refuses CMAC with a key for something else.
    public void requireCmac() {
        require(this != ENCRYPTION, "CMAC");
    }

    /// Refuses block decryption with a key for something else, and anything but one or two blocks.
    public void requireDecrypt(Bytes blocks) {
        require(this != INTEGRITY, "block decryption");
        if (blocks.length() != 16 && blocks.length() != 32) {
            throw Fault.badInput("blocks of " + blocks.length() + " bytes: want 16 or 32");
        }
    }

    /// Refuses [RootKey#derive] of `block` and says what the derived key may do.
    public KeyUse requireDerive(Bytes block) {
        require(this == ROOT, "derivation");
        return switch (type(block)) {
            case S_NWK_S_INT_KEY, JS_INT_KEY, ALARM_KEY -> INTEGRITY;
            case JS_ENC_KEY -> ENCRYPTION;
            default ->
                    throw forbidden(
                            "a key of type "
                                    + type(block)
                                    + " is not used inside a vault: want 3, 5, 6 or 161");
        };
    }

    /// Refuses [RootKey#deriveFor] of `block` for a receiver of this role: a network server never receives an AppSKey,
    /// an application server nothing else, a station no session key.
    public void requireDeriveFor(Bytes block, KeyBinding.Role role) {
        require(this == ROOT, "derivation");
        KeyBinding.Role allowed =
                switch (type(block)) {
                    case F_NWK_S_INT_KEY, S_NWK_S_INT_KEY, NWK_S_ENC_KEY ->
                            KeyBinding.Role.NETWORK_SERVER;
                    case APP_S_KEY -> KeyBinding.Role.APPLICATION_SERVER;
                    default ->
                            throw forbidden(
                                    "a key of type " + type(block) + " never leaves: want 1 to 4");
                };
        if (role != allowed) {
            throw forbidden(
                    "a key of type " + type(block) + " is for " + allowed + ", not for " + role);
        }
    }

    /// Refuses to make a root key for any receiver but a station.
    public static void requireStation(KeyBinding.Role role) {
        if (role != KeyBinding.Role.STATION) {
            throw forbidden("a root key is for " + KeyBinding.Role.STATION + ", not for " + role);
        }
    }

    private static int type(Bytes block) {
        if (block.length() != 16) {
            throw Fault.badInput("block of " + block.length() + " bytes: want 16");
        }
        return block.at(0);
    }

    private void require(boolean allowed, String operation) {
        if (!allowed) {
            throw forbidden(text + " used for " + operation);
        }
    }

    private static Fault forbidden(String message) {
        return new Fault(Fault.Kind.FORBIDDEN, message);
    }
}
