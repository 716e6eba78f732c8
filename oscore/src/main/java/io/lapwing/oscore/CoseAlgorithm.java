package io.lapwing.oscore;

import io.lapwing.crypto.Fault;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;

/// The signature algorithms (RFC 9053 §2), each on one curve: a signature has 64 octets.
public enum CoseAlgorithm {
    /// ECDSA with SHA-256 on P-256, `r | s` (§2.1).
    ES256(-7, "SHA256withECDSAinP1363Format"),
    /// Ed25519 (§2.2).
    EDDSA(-8, "Ed25519");

    /// The octets of a signature of either.
    static final int SIGNATURE_BYTES = 64;

    private static final int P256_BITS = 256;

    private final int number;
    private final String name;

    CoseAlgorithm(int number, String name) {
        this.number = number;
        this.name = name;
    }

    /// As registered for COSE.
    int number() {
        return number;
    }

    /// By which the JDK knows it.
    String jdkName() {
        return name;
    }

    static Optional<CoseAlgorithm> of(long number) {
        for (CoseAlgorithm algorithm : values()) {
            if (algorithm.number == number) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /// The one algorithm that a key is for.
    static CoseAlgorithm of(PublicKey key) {
        if (key instanceof EdECPublicKey edwards
                && edwards.getParams().getName().equals(NamedParameterSpec.ED25519.getName())) {
            return EDDSA;
        }
        if (key instanceof ECPublicKey point
                && point.getParams().getCurve().getField().getFieldSize() == P256_BITS) {
            return ES256;
        }
        throw Fault.badInput(
                "public key of algorithm " + key.getAlgorithm() + ": want P-256 or Ed25519");
    }
}
