package io.lapwing.lorawan;

import io.lapwing.crypto.Fault;

/// A version of the LoRaWAN link layer (TS001) that a device speaks.
public enum MacVersion {
    V1_0_0("1.0.0", 0),
    V1_0_1("1.0.1", 1),
    V1_0_2("1.0.2", 2),
    V1_0_3("1.0.3", 3),
    V1_0_4("1.0.4", 4),
    V1_1("1.1", 16);

    private final String text;
    private final int code;

    MacVersion(String text, int code) {
        this.text = text;
        this.code = code;
    }

    /// Reads `1.0`, `1.0.0` to `1.0.4`, `1.1` or `1.1.0`: the spellings that network servers send.
    public static MacVersion parse(String text) {
        return switch (text) {
            case "1.0", "1.0.0" -> V1_0_0;
            case "1.0.1" -> V1_0_1;
            case "1.0.2" -> V1_0_2;
            case "1.0.3" -> V1_0_3;
            case "1.0.4" -> V1_0_4;
            case "1.1", "1.1.0" -> V1_1;
            default ->
                    throw Fault.badInput(
                            "MACVersion of "
                                    + text.length()
                                    + " characters is none that exists: want 1.0.0 to 1.0.4 or 1.1");
        };
    }

    /// Whether its devices draw the DevNonce at random (up to 1.0.3) rather than count it (TS001-1.0.4 §6.2.5).
    public boolean randomDevNonce() {
        return compareTo(V1_0_3) <= 0;
    }

    /// Whether its devices have an NwkKey beside the AppKey, and rejoin (TS001-1.1 §6.1.1).
    public boolean hasNwkKey() {
        return this == V1_1;
    }

    /// How a session is keyed. A 1.1 device that is told OptNeg = 0 keys it as 1.0 (TS001-1.1 §6.2.3); to a 1.0.x device
    /// the bit means nothing, though some network servers set it.
    public Keying keying(DlSettings settings) {
        return this == V1_1 && settings.optNeg() ? Keying.AS_1_1 : Keying.AS_1_0;
    }

    /// The root key with which a device of this version joins: its join-request's MIC and its join-accept.
    public RootKeyKind joinKey() {
        return hasNwkKey() ? RootKeyKind.NWK_KEY : RootKeyKind.APP_KEY;
    }

    /// The root key from which a session key comes. A 1.1 device keyed as 1.0 takes both from its NwkKey, which then plays
    /// the AppKey of 1.0 (TS001-1.1 §6.2.3).
    public RootKeyKind rootKeyFor(Keying keying, SessionKeyType type) {
        return switch (keying) {
            case AS_1_0 -> joinKey();
            case AS_1_1 ->
                    type == SessionKeyType.APP_S_KEY ? RootKeyKind.APP_KEY : RootKeyKind.NWK_KEY;
        };
    }

    /// One octet that stands for it in stored state.
    int code() {
        return code;
    }

    static MacVersion ofCode(int code) {
        for (MacVersion version : values()) {
            if (version.code == code) {
                return version;
            }
        }
        throw Fault.badInput("MAC version code " + code + ": want 0 to 4 or 16");
    }

    /// As written in `MACVersion`: `1.0.3`, `1.1`.
    @Override
    public String toString() {
        return text;
    }
}
