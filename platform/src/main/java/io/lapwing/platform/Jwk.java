package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.service.Json;
import io.lapwing.vault.ImportKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

/// An import key as a JSON Web Key (RFC 7517 §4, RFC 7518 §6.3.1).
record Jwk(String kty, String use, String alg, String kid, String n, String e) {
    private static final int LEAST_BITS = 2048;

    static Jwk of(ImportKey key) {
        return new Jwk(
                "RSA",
                "enc",
                key.algorithm(),
                key.keyId(),
                number(key.publicKey().getModulus()),
                number(key.publicKey().getPublicExponent()));
    }

    /// Base64urlUInt of RFC 7518 §2: no leading zero octet.
    private static String number(BigInteger number) {
        byte[] octets = number.toByteArray();
        int from = octets[0] == 0 ? 1 : 0;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(java.util.Arrays.copyOfRange(octets, from, octets.length));
    }

    /// Reads what [#of] and `admin import-key --jwk` made; its `kid` must be its own.
    static ImportKey read(String text) {
        Jwk jwk =
                Json.strict()
                        .build()
                        .read(
                                io.lapwing.crypto.Bytes.of(text.getBytes(StandardCharsets.UTF_8)),
                                Jwk.class);
        ImportKey key = ImportKey.of(jwk.alg(), jwk.publicKey());
        if (!key.keyId().equals(jwk.kid())) {
            throw Fault.badInput("import key: its kid is not its thumbprint (RFC 7638)");
        }
        return key;
    }

    private RSAPublicKey publicKey() {
        if (!kty.equals("RSA") || !use.equals("enc")) {
            throw Fault.badInput("import key: want kty RSA and use enc");
        }
        try {
            BigInteger modulus = new BigInteger(1, Base64.getUrlDecoder().decode(n));
            BigInteger exponent = new BigInteger(1, Base64.getUrlDecoder().decode(e));
            if (modulus.bitLength() < LEAST_BITS) {
                throw Fault.badInput(
                        "import key of " + modulus.bitLength() + " bits: want " + LEAST_BITS);
            }
            return (RSAPublicKey)
                    KeyFactory.getInstance("RSA")
                            .generatePublic(new RSAPublicKeySpec(modulus, exponent));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            throw Fault.badInput("import key: n and e are no RSA public key");
        }
    }
}
