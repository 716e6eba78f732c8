package io.lapwing.lorawan;

/// What a payload is for (TS001-1.1 §4.3.2).
///
/// @param value 0 for the network's commands, 1 to 223 for the application, 224 the test layer's, above reserved
public record FPort(int value) {
    /// The network's own port, whose payload is commands.
    public static final FPort COMMANDS = new FPort(0);

    public FPort {
        HexText.requireRange("FPort", value, 255);
    }

    /// Whether the payload is the network's.
    public boolean isCommands() {
        return value == 0;
    }
}
