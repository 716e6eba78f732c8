package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;

/// A point of NIST P-256, as X and Y of 32 octets each, or compressed to 33 (SEC 1 §2.3.3). Always on the curve.
record Point(Bytes x, Bytes y) {
    static final int COORDINATE_BYTES = 32;
    static final int COMPRESSED_BYTES = 1 + COORDINATE_BYTES;

    /// The first octet of a compressed point whose Y is even (SEC 1 §2.3.3).
    static final int EVEN = 2;

    private static final ECParameterSpec CURVE = curve();
    private static final BigInteger PRIME = ((ECFieldFp) CURVE.getCurve().getField()).getP();

    Point {
        if (x.length() != COORDINATE_BYTES || y.length() != COORDINATE_BYTES || !onCurve(x, y)) {
            throw Fault.badInput("not a point of P-256: want two coordinates of 32 bytes on it");
        }
    }

    /// Of X and Y.
    static Point of(Bytes both) {
        if (both.length() != 2 * COORDINATE_BYTES) {
            throw Fault.badInput("point of " + both.length() + " bytes: want 64");
        }
        return new Point(
                both.slice(0, COORDINATE_BYTES), both.slice(COORDINATE_BYTES, both.length()));
    }

    static Point of(ECPublicKey key) {
        if (!key.getParams().getCurve().equals(CURVE.getCurve())) {
            throw Fault.badInput("public key on another curve: want P-256");
        }
        return new Point(fixed(key.getW().getAffineX()), fixed(key.getW().getAffineY()));
    }

    /// SEC 1 §2.3.4, for a prime that is 3 modulo 4.
    static Point decompress(Bytes compressed) {
        if (compressed.length() != COMPRESSED_BYTES || (compressed.at(0) & ~1) != EVEN) {
            throw Fault.badInput("compressed point: want 33 bytes, the first 02 or 03");
        }
        Bytes x = compressed.slice(1, COMPRESSED_BYTES);
        BigInteger root =
                rightSide(number(x)).modPow(PRIME.add(BigInteger.ONE).shiftRight(2), PRIME);
        boolean odd = (compressed.at(0) & 1) == 1;
        return new Point(x, fixed(root.testBit(0) == odd ? root : PRIME.subtract(root).mod(PRIME)));
    }

    Bytes compressed() {
        return Bytes.concat(Bytes.of(EVEN | (y.at(COORDINATE_BYTES - 1) & 1)), x);
    }

    Bytes both() {
        return Bytes.concat(x, y);
    }

    PublicKey toPublicKey() {
        try {
            return KeyFactory.getInstance("EC")
                    .generatePublic(new ECPublicKeySpec(new ECPoint(number(x), number(y)), CURVE));
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "the JDK refuses a point of P-256", e);
        }
    }

    private static boolean onCurve(Bytes x, Bytes y) {
        return number(x).compareTo(PRIME) < 0
                && number(y).compareTo(PRIME) < 0
                && number(y).pow(2).mod(PRIME).equals(rightSide(number(x)));
    }

    /// x³ + ax + b
    private static BigInteger rightSide(BigInteger x) {
        BigInteger a = CURVE.getCurve().getA();
        return x.pow(3).add(a.multiply(x)).add(CURVE.getCurve().getB()).mod(PRIME);
    }

    private static BigInteger number(Bytes octets) {
        return new BigInteger(1, octets.toArray());
    }

    /// 32 octets, zeros before.
    static Bytes fixed(BigInteger number) {
        byte[] digits = number.toByteArray();
        byte[] fixed = new byte[COORDINATE_BYTES];
        int length = Math.min(digits.length, COORDINATE_BYTES);
        System.arraycopy(digits, digits.length - length, fixed, COORDINATE_BYTES - length, length);
        return Bytes.of(fixed);
    }

    private static ECParameterSpec curve() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "this Java has no P-256", e);
        }
    }
}
