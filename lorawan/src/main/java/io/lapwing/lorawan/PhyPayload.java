package io.lapwing.lorawan;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// A frame as it goes over the air, without the radio's own header (TS001-1.0.4 §4.1).
///
/// @param octets 1 to 255 octets
public record PhyPayload(Bytes octets) {
    /// A LoRa packet's length is one octet.
    public static final int MAX_BYTES = 255;

    public PhyPayload {
        if (octets.length() < 1 || octets.length() > MAX_BYTES) {
            throw Fault.badInput(
                    "PHYPayload of " + octets.length() + " bytes: want 1 to " + MAX_BYTES);
        }
    }

    /// Reads hexadecimal digits in wire order, with or without `0x`, in either case.
    public static PhyPayload parse(String text) {
        return new PhyPayload(Bytes.hex(HexText.digits(text)));
    }

    @Override
    public String toString() {
        return octets.toHex();
    }
}
