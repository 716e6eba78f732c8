package io.lapwing.lorawan;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// A SenderToken or ReceiverToken (TS002-1.1 §8.2): octets of the sender's choice that the answer returns.
///
/// @param octets 0 to 128 octets
public record Token(Bytes octets) {
    private static final int MAX_BYTES = 128;

    public Token {
        if (octets.length() > MAX_BYTES) {
            throw Fault.badInput(
                    "SenderToken of " + octets.length() + " bytes: want at most " + MAX_BYTES);
        }
    }

    /// Reads hexadecimal digits, with or without `0x`, in either case.
    public static Token parse(String text) {
        return new Token(Bytes.hex(HexText.digits(text)));
    }

    @Override
    public String toString() {
        return octets.toHex();
    }
}
