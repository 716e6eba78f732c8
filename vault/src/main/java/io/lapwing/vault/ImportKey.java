package io.lapwing.vault;

import java.security.interfaces.RSAPublicKey;

/// The public key to which keys are sealed for import.
///
/// @param keyId its RFC 7638 thumbprint, the `kid` of the JWE
/// @param algorithm the JWE `alg` that this vault opens: `RSA-OAEP-256`, or `RSA-OAEP` where the module has no other
/// @param encryption the JWE `enc`: `A256GCM`
public record ImportKey(
        String keyId, String algorithm, String encryption, RSAPublicKey publicKey) {}
