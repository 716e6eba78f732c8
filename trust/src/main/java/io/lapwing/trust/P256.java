package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.P256Point;
import io.lapwing.crypto.Secret;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import javax.crypto.KeyAgreement;

/// What is secret on the curve P-256 (SEC 2 §2.4.2, secp256r1): private numbers from given randomness, and shared secrets.
final class P256 {
    static final int COORDINATE_BYTES = P256Point.COORDINATE_BYTES;

    private static final ECParameterSpec CURVE = P256Point.parameters();

    private P256() {}

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
        try (Secret x = agree(privateKey, P256Point.generator())) {
            return x.use(octets -> Bytes.of(octets));
        }
    }

    /// The secret shared with the holder of a share: of the two points with this x either gives the same (RFC 9528 §3.7).
    ///
    /// @param share an x-coordinate
    /// @throws Fault `BAD_INPUT` when there is no such point
    static Secret agree(Secret privateKey, Bytes share) {
        return agree(privateKey, P256Point.even(share));
    }

    /// The secret shared with the holder of a compressed point.
    static Secret agreeWith(Secret privateKey, Bytes compressed) {
        return agree(privateKey, P256Point.decompress(compressed));
    }

    private static Secret agree(Secret privateKey, P256Point theirs) {
        byte[] number = privateKey.use(octets -> octets.toArray(ValueLayout.JAVA_BYTE));
        try {
            KeyFactory keys = KeyFactory.getInstance("EC");
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(
                    keys.generatePrivate(new ECPrivateKeySpec(new BigInteger(1, number), CURVE)));
            agreement.doPhase(theirs.toPublicKey(), true);
            return Secret.take(agreement.generateSecret());
        } catch (GeneralSecurityException e) {
            throw refused(e);
        } finally {
            Arrays.fill(number, (byte) 0);
        }
    }

    private static Fault refused(GeneralSecurityException e) {
        return new Fault(Fault.Kind.INTERNAL, "the JDK refuses P-256", e);
    }
}
