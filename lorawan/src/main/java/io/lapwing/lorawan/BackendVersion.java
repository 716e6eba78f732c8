package io.lapwing.lorawan;

import io.lapwing.crypto.Fault;

/// A version of the Backend Interfaces (TS002): `ProtocolVersion` of a message.
public enum BackendVersion {
    V1_0("1.0"),
    V1_1("1.1");

    private final String text;

    BackendVersion(String text) {
        this.text = text;
    }

    /// Reads `1.0` or `1.1`.
    public static BackendVersion parse(String text) {
        return switch (text) {
            case "1.0" -> V1_0;
            case "1.1" -> V1_1;
            default ->
                    throw Fault.badInput(
                            "ProtocolVersion of "
                                    + text.length()
                                    + " characters is none that exists: want 1.0 or 1.1");
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
