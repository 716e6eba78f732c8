package io.lapwing.crypto;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;

/// A point of the curve P-256 (SEC 2 §2.4.2, secp256r1): a public key. Always on the curve.
///
/// @param x of 32 octets, the first the most significant
/// @param y likewise
public record P256Point(Bytes x, Bytes y) {
    /// Length of a coordinate, and of a private number.
    public static final int COORDINATE_BYTES = 32;

    /// Length of a compressed point.
    public static final int COMPRESSED_BYTES = 1 + COORDINATE_BYTES;

    private static final int UNCOMPRESSED_BYTES = 1 + 2 * COORDINATE_BYTES;

    /// The first octet of a compressed point whose Y is even; one more when it is odd (SEC 1 §2.3.3).
    private static final int EVEN = 2;

    /// The first octet of a point that is not compressed (SEC 1 §2.3.3).
    private static final int UNCOMPRESSED = 4;

    private static final ECParameterSpec CURVE = curve();
    private static final BigInteger PRIME = ((ECFieldFp) CURVE.getCurve().getField()).getP();

    /// @throws Fault `BAD_INPUT` when it is not on the curve
    public P256Point {
        if (x.length() != COORDINATE_BYTES || y.length() != COORDINATE_BYTES || !onCurve(x, y)) {
            throw Fault.badInput("not a point of P-256: want two coordinates of 32 bytes on it");
        }
    }

    /// What the curve is to the JDK.
    public static ECParameterSpec parameters() {
        return CURVE;
    }

    /// The point that a private number multiplies.
    public static P256Point generator() {
        return of(CURVE.getGenerator());
    }

    private static P256Point of(ECPoint point) {
        return new P256Point(fixed(point.getAffineX()), fixed(point.getAffineY()));
    }

    /// Of x and y, one behind the other.
    public static P256Point of(Bytes both) {
        if (both.length() != 2 * COORDINATE_BYTES) {
            throw Fault.badInput("point of " + both.length() + " bytes: want 64");
        }
        return new P256Point(
                both.slice(0, COORDINATE_BYTES), both.slice(COORDINATE_BYTES, both.length()));
    }

    /// Of the JDK's key.
    public static P256Point of(ECPublicKey key) {
        if (!key.getParams().getCurve().equals(CURVE.getCurve())) {
            throw Fault.badInput("public key on another curve: want P-256");
        }
        return of(key.getW());
    }

    /// SEC 1 §2.3.4.
    public static P256Point decompress(Bytes compressed) {
        if (compressed.length() != COMPRESSED_BYTES || (compressed.at(0) & ~1) != EVEN) {
            throw Fault.badInput("compressed point: want 33 bytes, the first 02 or 03");
        }
        return of(compressed.slice(1, COMPRESSED_BYTES), (compressed.at(0) & 1) == 1);
    }

    /// The one of the two points with this x whose y is even.
    public static P256Point even(Bytes x) {
        return of(x, false);
    }

    /// SEC 1 §2.3.4, of a point that is not compressed.
    public static P256Point parse(Bytes uncompressed) {
        if (uncompressed.length() != UNCOMPRESSED_BYTES || uncompressed.at(0) != UNCOMPRESSED) {
            throw Fault.badInput(
                    "point of %d bytes: want 65, the first 04".formatted(uncompressed.length()));
        }
        return of(uncompressed.slice(1, UNCOMPRESSED_BYTES));
    }

    /// y from y² = x³ + ax + b; the prime is 3 modulo 4, so that a root is a power.
    private static P256Point of(Bytes x, boolean odd) {
        BigInteger square = rightSide(number(x));
        BigInteger root = square.modPow(PRIME.add(BigInteger.ONE).shiftRight(2), PRIME);
        if (x.length() != COORDINATE_BYTES || !root.pow(2).mod(PRIME).equals(square)) {
            throw Fault.badInput(
                    "coordinate of %d bytes: want the 32 of a point on P-256"
                            .formatted(x.length()));
        }
        return new P256Point(
                x, fixed(root.testBit(0) == odd ? root : PRIME.subtract(root).mod(PRIME)));
    }

    /// SEC 1 §2.3.3: 33 octets.
    public Bytes compressed() {
        return Bytes.concat(Bytes.of(EVEN | (y.at(COORDINATE_BYTES - 1) & 1)), x);
    }

    /// SEC 1 §2.3.3: 65 octets.
    public Bytes uncompressed() {
        return Bytes.concat(Bytes.of(UNCOMPRESSED), x, y);
    }

    /// x and y, one behind the other.
    public Bytes both() {
        return Bytes.concat(x, y);
    }

    /// The JDK's key.
    public ECPublicKey toPublicKey() {
        try {
            return (ECPublicKey)
                    KeyFactory.getInstance("EC")
                            .generatePublic(
                                    new ECPublicKeySpec(new ECPoint(number(x), number(y)), CURVE));
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "this Java refuses a point of P-256", e);
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
    private static Bytes fixed(BigInteger number) {
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
