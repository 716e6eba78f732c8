package io.lapwing.service.people;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/// Text that whoever has it may use: 256 random bits. Only its SHA-256 is kept; that needs no salt and no slow hash, for
/// nobody guesses 256 bits.
final class Handle {
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Handle() {}

    static String random() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets(BYTES).toArray());
    }

    static Bytes octets(int length) {
        byte[] octets = new byte[length];
        RANDOM.nextBytes(octets);
        return Bytes.of(octets);
    }

    /// What is kept of a text.
    static Bytes hash(String text) {
        return Sha256.digest(text.getBytes(StandardCharsets.UTF_8));
    }
}
