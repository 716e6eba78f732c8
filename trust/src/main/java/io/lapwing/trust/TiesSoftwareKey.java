package io.lapwing.trust;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;

/// An AES-256 key in this process.
///
/// @param secret 32 octets, closed with it
record TiesSoftwareKey(Aes aes, Secret secret) implements TiesChip.TiesKey {
    private static final int BLOCK = 16;

    @Override
    public Bytes encrypt(Bytes initial, Bytes plain) {
        return cfb(initial, plain, true);
    }

    @Override
    public Bytes decrypt(Bytes initial, Bytes sealed) {
        return cfb(initial, sealed, false);
    }

    /// NIST SP 800-38A §6.3, CFB128.
    private Bytes cfb(Bytes initial, Bytes text, boolean encrypt) {
        byte[] out = text.toArray();
        Bytes feedback = initial;
        for (int at = 0; at < out.length; at += BLOCK) {
            Bytes stream = aes.encrypt(secret, feedback);
            int end = Math.min(out.length, at + BLOCK);
            for (int i = at; i < end; i++) {
                out[i] ^= (byte) stream.at(i - at);
            }
            if (end - at == BLOCK) {
                feedback = encrypt ? Bytes.of(out).slice(at, end) : text.slice(at, end);
            }
        }
        return Bytes.of(out);
    }

    @Override
    public void close() {
        secret.close();
    }
}
