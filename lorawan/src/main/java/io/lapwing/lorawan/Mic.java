package io.lapwing.lorawan;

import io.lapwing.crypto.Bytes;

/// A message integrity code: the first four octets of an AES-CMAC, in wire order. Compared in constant time.
///
/// @param octets 4 octets
public record Mic(Bytes octets) {
    /// Octets of a MIC.
    public static final int LENGTH_BYTES = 4;

    public Mic {
        HexText.requireLength("MIC", octets, LENGTH_BYTES);
    }

    /// The MIC that a CMAC of 16 octets gives.
    public static Mic ofCmac(Bytes cmac) {
        return new Mic(cmac.slice(0, LENGTH_BYTES));
    }

    @Override
    public String toString() {
        return octets.toHex();
    }
}
