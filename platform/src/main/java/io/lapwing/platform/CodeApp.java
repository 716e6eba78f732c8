package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// An authenticator app, as someone has on a telephone: codes of RFC 6238 with the parameters of every such app, SHA-1, 30
/// seconds and six digits.
final class CodeApp {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int STEP_S = 30;

    private final String secret;
    private final byte[] key;
    private long step;

    /// @param secret Base32 (RFC 4648 §6), spaces allowed
    CodeApp(String secret) {
        this.secret = secret;
        key = octets(secret.replaceAll("\\s", ""));
        step = now() - 2;
    }

    String secret() {
        return secret;
    }

    /// A code that was not shown before. A server that allows for clocks that are 30 seconds off takes three of them one
    /// after the other: nobody waits.
    String code() {
        step = Math.max(step + 1, now() - 1);
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int offset = hash[hash.length - 1] & 0xf;
            int number = ByteBuffer.wrap(hash).getInt(offset) & 0x7fffffff;
            return "%06d".formatted(number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "every JDK has HmacSHA1", e);
        }
    }

    private static long now() {
        return Math.floorDiv(Instant.now().getEpochSecond(), STEP_S);
    }

    private static byte[] octets(String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        int held = 0;
        int bits = 0;
        for (int i = 0; i < text.length(); i++) {
            held = held << 5 | BASE32.indexOf(text.charAt(i));
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                octets.write(held >> bits);
                held &= (1 << bits) - 1;
            }
        }
        return octets.toByteArray();
    }
}
