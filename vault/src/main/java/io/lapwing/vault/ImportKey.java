package io.lapwing.vault;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Sha256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;

/// The public key to which keys are sealed for import.
///
/// @param keyId its RFC 7638 thumbprint, the `kid` of the JWE
/// @param algorithm the JWE `alg` that this vault opens: `RSA-OAEP-256`, or `RSA-OAEP` where the module has no other
/// @param encryption the JWE `enc`: `A256GCM`
public record ImportKey(String keyId, String algorithm, String encryption, RSAPublicKey publicKey) {
    /// The import key for this public key.
    public static ImportKey of(String algorithm, RSAPublicKey publicKey) {
        return new ImportKey(thumbprint(publicKey), algorithm, SealedKey.A256GCM, publicKey);
    }

    /// RFC 7638 §3: SHA-256 over the required members in the order of their names, without space.
    private static String thumbprint(RSAPublicKey key) {
        String members =
                "{\"e\":\"%s\",\"kty\":\"RSA\",\"n\":\"%s\"}"
                        .formatted(base64(key.getPublicExponent()), base64(key.getModulus()));
        Bytes digest = Sha256.digest(members.getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.toArray());
    }

    /// Base64urlUInt of RFC 7518 §2: no leading zero octet.
    private static String base64(BigInteger number) {
        byte[] octets = number.toByteArray();
        byte[] unsigned = octets[0] == 0 ? Arrays.copyOfRange(octets, 1, octets.length) : octets;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(unsigned);
    }
}
