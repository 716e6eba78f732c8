package io.lapwing.console;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/// A session's token as pages carry it: another text each time. So the length of a packed page that also shows what
/// somebody else typed tells nothing of the token (the BREACH attack).
final class MaskedToken {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final char BETWEEN = '.';

    private MaskedToken() {}

    /// A random mask, and the token under it. Nothing for no token.
    static String of(String token) {
        if (token.isEmpty()) {
            return "";
        }
        byte[] octets = token.getBytes(StandardCharsets.UTF_8);
        byte[] mask = new byte[octets.length];
        RANDOM.nextBytes(mask);
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString(mask)
                + BETWEEN
                + base64.encodeToString(exclusiveOr(octets, mask));
    }

    /// The token of a text of [#of]; any other text is itself.
    static String plain(String shown) {
        int between = shown.indexOf(BETWEEN);
        if (between < 0) {
            return shown;
        }
        try {
            byte[] mask = Base64.getUrlDecoder().decode(shown.substring(0, between));
            byte[] masked = Base64.getUrlDecoder().decode(shown.substring(between + 1));
            return mask.length == masked.length
                    ? new String(exclusiveOr(masked, mask), StandardCharsets.UTF_8)
                    : shown;
        } catch (IllegalArgumentException _) {
            return shown;
        }
    }

    private static byte[] exclusiveOr(byte[] one, byte[] other) {
        byte[] result = new byte[one.length];
        for (int i = 0; i < one.length; i++) {
            result[i] = (byte) (one[i] ^ other[i]);
        }
        return result;
    }
}
