package io.lapwing.lorawan;

import io.lapwing.crypto.Bytes;

/// When the first receive window opens (TS001-1.0.4 §5.8).
///
/// @param value 8 bits, of which the lower four say how many seconds after the uplink; 0 means 1 as well
public record RxDelay(int value) {
    public RxDelay {
        HexText.requireRange("RxDelay", value, 255);
    }

    /// The one octet on the air.
    public Bytes octets() {
        return Bytes.of(value);
    }
}
