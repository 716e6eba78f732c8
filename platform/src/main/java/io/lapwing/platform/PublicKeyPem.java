package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/// Public keys as text (RFC 7468 §13).
final class PublicKeyPem {
    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";
    private static final int LINE = 64;

    private PublicKeyPem() {}

    static String text(PublicKey key) {
        String base64 =
                Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(key.getEncoded());
        return BEGIN + "\n" + base64 + "\n" + END + "\n";
    }

    /// Reads a public key on an elliptic curve.
    static PublicKey parse(String text) {
        String stripped = text.strip();
        if (!stripped.startsWith(BEGIN) || !stripped.endsWith(END)) {
            throw Fault.badInput("public key: want PEM between BEGIN and END PUBLIC KEY");
        }
        String base64 = stripped.substring(BEGIN.length(), stripped.length() - END.length());
        try {
            return KeyFactory.getInstance("EC")
                    .generatePublic(
                            new X509EncodedKeySpec(
                                    Base64.getDecoder().decode(base64.replaceAll("\\s", ""))));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            throw Fault.badInput("public key: want one on an elliptic curve, in PEM");
        }
    }
}
