package io.lapwing.lorawan;

/// The way a data frame goes: Dir of TS001-1.1 §4.3.3.1.
public enum Direction {
    /// From the device.
    UP(0),
    /// To the device.
    DOWN(1);

    private final int code;

    Direction(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
