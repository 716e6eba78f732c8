package io.lapwing.service;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/// Whether a private key is the one of a public key, found by a signature.
final class KeyPairCheck {
    private static final byte[] PROBE =
            "lapwing key pair check".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private KeyPairCheck() {}

    static boolean belongTogether(PublicKey open, PrivateKey secret) {
        String algorithm =
                switch (secret.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> "Ed25519";
                };
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(secret);
            signer.update(PROBE);
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(open);
            verifier.update(PROBE);
            return verifier.verify(signer.sign());
        } catch (GeneralSecurityException _) {
            return false;
        }
    }
}
