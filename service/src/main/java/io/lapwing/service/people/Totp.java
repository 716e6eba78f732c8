package io.lapwing.service.people;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Time-based one-time codes (RFC 6238) of six digits, over HMAC-SHA-1, which is what every authenticator app has.
final class Totp {
    /// RFC 6238 §4.1, X.
    static final int STEP_S = 30;

    /// RFC 4226 §4, R6: the length of the secret that it recommends.
    static final int SECRET_BYTES = 20;

    /// How many steps a clock may be off, either way (RFC 6238 §5.2).
    private static final int DRIFT_STEPS = 1;

    private static final int DIGITS = 6;
    private static final int MODULUS = 1_000_000;
    private static final Pattern CODE = Pattern.compile("[0-9]{" + DIGITS + "}");

    private Totp() {}

    static long step(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), STEP_S);
    }

    /// The code of one time step.
    static String code(Secret key, long step) {
        byte[] octets = key.use(segment -> segment.toArray(ValueLayout.JAVA_BYTE));
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(octets, 0, SECRET_BYTES, "HmacSHA1"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            // RFC 4226 §5.3, dynamic truncation
            int offset = hash[hash.length - 1] & 0x0f;
            int number = ByteBuffer.wrap(hash).getInt(offset) & 0x7fffffff;
            return String.format(Locale.ROOT, "%0" + DIGITS + "d", number % MODULUS);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HmacSHA1", e);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    /// The time step whose code this is: one later than the last one taken, so that each is taken once. Exactly six
    /// ASCII digits are a code; nothing is trimmed.
    static OptionalLong accepted(Secret key, String code, Instant now, long lastStep) {
        if (!CODE.matcher(code).matches()) {
            return OptionalLong.empty();
        }
        byte[] given = code.getBytes(StandardCharsets.US_ASCII);
        OptionalLong found = OptionalLong.empty();
        long current = step(now);
        for (long step = current - DRIFT_STEPS; step <= current + DRIFT_STEPS; step++) {
            byte[] wanted = code(key, step).getBytes(StandardCharsets.US_ASCII);
            if (MessageDigest.isEqual(given, wanted) && step > lastStep) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    /// The secret as authenticator apps read it.
    static String base32(Secret key) {
        return key.use(s ->
                Base32.text(
                        Bytes.of(Arrays.copyOf(s.toArray(ValueLayout.JAVA_BYTE), SECRET_BYTES))));
    }

    /// The key URI that authenticator apps read from a QR code.
    static String uri(Secret key, String issuer, String name) {
        String label = encoded(issuer) + ":" + encoded(name);
        return "otpauth://totp/%s?secret=%s&issuer=%s&algorithm=SHA1&digits=%d&period=%d"
                .formatted(label, base32(key), encoded(issuer), DIGITS, STEP_S);
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
