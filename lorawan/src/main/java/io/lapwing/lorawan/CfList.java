package io.lapwing.lorawan;

import io.lapwing.crypto.Bytes;

/// The channel list at the end of a join-accept (TS001-1.0.4 §6.2.6), passed through unchanged.
///
/// @param octets 16 octets in wire order
public record CfList(Bytes octets) {
    /// Octets of a list.
    public static final int LENGTH_BYTES = 16;

    public CfList {
        HexText.requireLength("CFList", octets, LENGTH_BYTES);
    }

    @Override
    public String toString() {
        return octets.toHex();
    }
}
