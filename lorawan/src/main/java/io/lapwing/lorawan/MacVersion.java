package io.lapwing.lorawan;

import io.lapwing.crypto.Fault;

/// A version of the LoRaWAN link layer (TS001) that a device speaks.
public enum MacVersion {
    V1_0_0("1.0.0"),
    V1_0_1("1.0.1"),
    V1_0_2("1.0.2"),
    V1_0_3("1.0.3"),
    V1_0_4("1.0.4"),
    V1_1("1.1");

    private final String text;

    MacVersion(String text) {
        this.text = text;
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

    /// Whether a session is keyed and protected as 1.1 says. A 1.1 device that is told OptNeg = 0 keys its session as
    /// 1.0 (TS001-1.1 §6.2.3); to a 1.0.x device the bit means nothing.
    public boolean keysAs11(DlSettings settings) {
        return this == V1_1 && settings.optNeg();
    }

    /// As written in `MACVersion`: `1.0.3`, `1.1`.
    @Override
    public String toString() {
        return text;
    }
}
