package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import javax.crypto.KeyAgreement;

/// The curve P-256 (SEC 2 §2.4.2, secp256r1): private numbers from given randomness, shared secrets, short forms of points.
final class P256 {
    static final int COORDINATE_BYTES = 32;

    /// RFC 9528 §3.7: of a share only the x-coordinate travels; either y gives the same secret.
    private static final int EVEN = 2;

    private static final ECParameterSpec CURVE = curve();
    private static final BigInteger P = ((ECFieldFp) CURVE.getCurve().getField()).getP();

    private P256() {}

    private static ECParameterSpec curve() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw refused(e);
        }
    }

    /// A private number from 1 to the order less 1.
    static Secret privateKey(RandomGenerator random) {
        byte[] octets = new byte[COORDINATE_BYTES];
        do {
            random.nextBytes(octets);
        } while (!isPrivateKey(octets));
        return Secret.take(octets);
    }

    /// The first of some secrets of 32 octets that is a private number: nearly always the first of all.
    ///
    /// @param source of the secret of a number from 0 on
    static Secret privateKey(IntFunction<Secret> source) {
        int number = 0;
        while (true) {
            Secret candidate = source.apply(number);
            byte[] octets = candidate.use(segment -> segment.toArray(ValueLayout.JAVA_BYTE));
            boolean fits = isPrivateKey(octets);
            Arrays.fill(octets, (byte) 0);
            if (fits) {
                return candidate;
            }
            candidate.close();
            number++;
        }
    }

    private static boolean isPrivateKey(byte[] octets) {
        BigInteger number = new BigInteger(1, octets);
        return number.signum() > 0 && number.compareTo(CURVE.getOrder()) < 0;
    }

    /// The x-coordinate of the share: what two sides exchange. It is the secret shared with the generator.
    static Bytes share(Secret privateKey) {
        try (Secret x = agree(privateKey, CURVE.getGenerator())) {
            return x.use(octets -> Bytes.of(octets));
        }
    }

    /// The secret shared with the holder of a share.
    ///
    /// @param share an x-coordinate
    /// @throws Fault `BAD_INPUT` when there is no such point
    static Secret agree(Secret privateKey, Bytes share) {
        return agree(privateKey, point(EVEN, share));
    }

    /// The secret shared with the holder of a compressed point.
    static Secret agreeWith(Secret privateKey, Bytes compressed) {
        return agree(privateKey, decompress(compressed));
    }

    private static Secret agree(Secret privateKey, ECPoint point) {
        byte[] number = privateKey.use(octets -> octets.toArray(ValueLayout.JAVA_BYTE));
        try {
            KeyFactory keys = KeyFactory.getInstance("EC");
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(
                    keys.generatePrivate(new ECPrivateKeySpec(new BigInteger(1, number), CURVE)));
            agreement.doPhase(keys.generatePublic(new ECPublicKeySpec(point, CURVE)), true);
            return Secret.take(agreement.generateSecret());
        } catch (GeneralSecurityException e) {
            throw refused(e);
        } finally {
            Arrays.fill(number, (byte) 0);
        }
    }

    /// SEC 1 §2.3.3.
    static Bytes compress(ECPublicKey key) {
        ECPoint point = key.getW();
        int sign = point.getAffineY().testBit(0) ? 3 : EVEN;
        return Bytes.concat(Bytes.of(sign), coordinate(point.getAffineX()));
    }

    /// SEC 1 §2.3.4.
    static ECPoint decompress(Bytes compressed) {
        return point(compressed.at(0), compressed.slice(1, compressed.length()));
    }

    static ECParameterSpec parameters() {
        return CURVE;
    }

    static ECPublicKey publicKey(Bytes compressed) {
        try {
            return (ECPublicKey)
                    KeyFactory.getInstance("EC")
                            .generatePublic(new ECPublicKeySpec(decompress(compressed), CURVE));
        } catch (GeneralSecurityException e) {
            throw refused(e);
        }
    }

    /// y from y^2 = x^3 + ax + b; p mod 4 is 3, so a root is a power.
    private static ECPoint point(int sign, Bytes coordinate) {
        BigInteger x = new BigInteger(1, coordinate.toArray());
        if (coordinate.length() != COORDINATE_BYTES || x.compareTo(P) >= 0) {
            throw Fault.badInput(
                    "coordinate of "
                            + coordinate.length()
                            + " bytes: want 32 of a number below the field's prime");
        }
        BigInteger square =
                x.pow(3)
                        .add(CURVE.getCurve().getA().multiply(x))
                        .add(CURVE.getCurve().getB())
                        .mod(P);
        BigInteger y = square.modPow(P.add(BigInteger.ONE).shiftRight(2), P);
        if (!y.multiply(y).mod(P).equals(square)) {
            throw Fault.badInput("coordinate of no point on P-256: want a share of this curve");
        }
        boolean odd = sign == 3;
        return new ECPoint(x, y.testBit(0) == odd ? y : P.subtract(y));
    }

    private static Bytes coordinate(BigInteger x) {
        byte[] octets = x.toByteArray();
        byte[] fixed = new byte[COORDINATE_BYTES];
        int length = Math.min(octets.length, COORDINATE_BYTES);
        System.arraycopy(octets, octets.length - length, fixed, COORDINATE_BYTES - length, length);
        return Bytes.of(fixed);
    }

    private static Fault refused(GeneralSecurityException e) {
        return new Fault(Fault.Kind.INTERNAL, "the JDK refuses P-256", e);
    }
}
