package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;

/// A public key on P-256 as a card writes it: `04 | x | y` (SEC 1 §2.3.3).
final class P256Point {
    private static final int UNCOMPRESSED = 4;
    private static final int COORDINATE_BYTES = 32;
    private static final int POINT_BYTES = 1 + 2 * COORDINATE_BYTES;

    private P256Point() {}

    /// The key for the JDK, which checks that it is on the curve when it is used.
    static PublicKey publicKey(Bytes point) {
        if (point.length() != POINT_BYTES || point.at(0) != UNCOMPRESSED) {
            throw Fault.badInput(
                    "point of %d bytes: want %d that begin with 04"
                            .formatted(point.length(), POINT_BYTES));
        }
        ECPoint place =
                new ECPoint(
                        number(point.slice(1, 1 + COORDINATE_BYTES)),
                        number(point.slice(1 + COORDINATE_BYTES, POINT_BYTES)));
        try {
            AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
            curve.init(new ECGenParameterSpec("secp256r1"));
            return KeyFactory.getInstance("EC")
                    .generatePublic(
                            new ECPublicKeySpec(
                                    place, curve.getParameterSpec(ECParameterSpec.class)));
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.BAD_INPUT, "no public key on P-256", e);
        }
    }

    private static BigInteger number(Bytes octets) {
        return new BigInteger(1, octets.toArray());
    }

    /// The key as a card takes it: the last octets of its encoding (RFC 5480 §2.2).
    static Bytes of(PublicKey key) {
        Bytes encoded = Bytes.of(key.getEncoded());
        return encoded.slice(encoded.length() - POINT_BYTES, encoded.length());
    }
}
