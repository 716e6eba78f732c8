package io.lapwing.lorawan;

import io.lapwing.crypto.Bytes;

/// The name under which an application server asks the Join Server for a session's AppSKey (TS002-1.1 §8.3).
///
/// The standard lets the Join Server choose its form; here it is 16 octets.
///
/// @param octets 16 octets
public record SessionKeyId(Bytes octets) {
    /// Octets of an identifier made by this Join Server.
    public static final int LENGTH_BYTES = 16;

    public SessionKeyId {
        HexText.requireLength("SessionKeyID", octets, LENGTH_BYTES);
    }

    /// Reads 32 hexadecimal digits, with or without `0x`, in either case.
    public static SessionKeyId parse(String text) {
        return new SessionKeyId(HexText.octets("SessionKeyID", text, LENGTH_BYTES));
    }

    @Override
    public String toString() {
        return octets.toHex();
    }
}
