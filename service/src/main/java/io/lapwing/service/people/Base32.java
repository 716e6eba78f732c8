package io.lapwing.service.people;

import io.lapwing.crypto.Bytes;

/// Base 32 (RFC 4648 §6) without padding.
final class Base32 {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BITS = 5;

    private Base32() {}

    static String text(Bytes octets) {
        StringBuilder text = new StringBuilder();
        int buffer = 0;
        int held = 0;
        for (int i = 0; i < octets.length(); i++) {
            buffer = (buffer << Byte.SIZE) | octets.at(i);
            held += Byte.SIZE;
            while (held >= BITS) {
                held -= BITS;
                text.append(ALPHABET.charAt((buffer >> held) & 0x1f));
            }
            buffer &= (1 << held) - 1;
        }
        if (held > 0) {
            text.append(ALPHABET.charAt((buffer << (BITS - held)) & 0x1f));
        }
        return text.toString();
    }
}
