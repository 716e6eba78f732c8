package io.lapwing.lorawan;

import io.lapwing.crypto.Bytes;

/// The downlink settings of a join-accept (TS001-1.1 §6.2.3), passed through unchanged.
///
/// @param value 8 bits: OptNeg, RX1DROffset (3), RX2DataRate (4)
public record DlSettings(int value) {
    private static final int OPT_NEG = 0x80;

    public DlSettings {
        HexText.requireRange("DLSettings", value, 0xff);
    }

    /// Reads two hexadecimal digits, with or without `0x`, in either case.
    public static DlSettings parse(String text) {
        return new DlSettings(HexText.octets("DLSettings", text, 1).at(0));
    }

    /// Whether the network speaks LoRaWAN 1.1. Reserved, hence meaningless, for a 1.0.x device.
    public boolean optNeg() {
        return (value & OPT_NEG) != 0;
    }

    /// The one octet on the air.
    public Bytes octets() {
        return Bytes.of(value);
    }

    @Override
    public String toString() {
        return octets().toHex();
    }
}
