package io.lapwing.service.events;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// Shows a receiver that a delivery is from this platform, and when it was made.
///
/// The header `Lapwing-Signature` is `t=SECONDS,id=ID,es256=SIGNATURE`: seconds since 1970, the delivery's identifier, and
/// in base64url without padding the signature `r | s` (ECDSA on P-256 with SHA-256, FIPS 186-5) over four lines, each
/// ended by a line feed:
///
/// ```
/// lapwing webhook 1
/// SECONDS
/// ID
/// SHA-256 of the body, 64 lower-case hexadecimal digits
/// ```
///
/// The first line keeps the text apart from all else that the same key signs.
public final class WebhookSignature {
    /// The header's name.
    public static final String HEADER = "Lapwing-Signature";

    private WebhookSignature() {}

    /// The octets that are signed.
    public static Bytes text(Instant at, String id, Bytes body) {
        return Bytes.of(
                "lapwing webhook 1\n%d\n%s\n%s\n"
                        .formatted(
                                at.getEpochSecond(),
                                id,
                                Sha256.digest(body).toHex().toLowerCase(Locale.ROOT))
                        .getBytes(StandardCharsets.UTF_8));
    }

    /// The header's value.
    static String header(UnaryOperator<Bytes> signer, Instant at, String id, Bytes body) {
        Bytes signature = signer.apply(text(at, id, body));
        return "t=%d,id=%s,es256=%s"
                .formatted(
                        at.getEpochSecond(),
                        id,
                        Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(signature.toArray()));
    }
}
