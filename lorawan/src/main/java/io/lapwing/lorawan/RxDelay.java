package io.lapwing.lorawan;

import io.lapwing.crypto.Bytes;

/// When the first receive window opens (TS001-1.0.4 §5.8).
///
/// @param value 0 to 15 seconds after the uplink; 0 means 1 as well
public record RxDelay(int value) {
    public RxDelay {
        HexText.requireRange("RxDelay", value, 15);
    }

    /// The one octet on the air.
    public Bytes octets() {
        return Bytes.of(value);
    }
}
