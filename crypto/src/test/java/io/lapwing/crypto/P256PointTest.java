package io.lapwing.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Points of P-256 in all their forms.
class P256PointTest {
    /// SEC 2 §2.4.2: the base point of P-256, whose y is odd.
    private static final String BASE_X =
            "6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296";

    private static final String BASE_Y =
            "4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5";

    private static ECPublicKey newKey(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return (ECPublicKey) generator.generateKeyPair().getPublic();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void hasTheGeneratorOfTheStandard() {
        P256Point base = P256Point.generator();

        assertThat(base.x()).isEqualTo(Bytes.hex(BASE_X));
        assertThat(base.y()).isEqualTo(Bytes.hex(BASE_Y));
        assertThat(base.compressed()).isEqualTo(Bytes.hex("03" + BASE_X));
        assertThat(base.uncompressed()).isEqualTo(Bytes.hex("04" + BASE_X + BASE_Y));
    }

    @Test
    void readsEachFormThatItWrites() {
        for (int i = 0; i < 20; i++) {
            ECPublicKey key = newKey("secp256r1");
            P256Point point = P256Point.of(key);

            assertThat(P256Point.decompress(point.compressed())).isEqualTo(point);
            assertThat(P256Point.parse(point.uncompressed())).isEqualTo(point);
            assertThat(P256Point.of(point.both())).isEqualTo(point);
            assertThat(point.toPublicKey().getW()).isEqualTo(key.getW());
        }
    }

    @Test
    void takesTheEvenOneOfTwoPoints() {
        P256Point even = P256Point.even(Bytes.hex(BASE_X));

        assertThat(even.compressed()).isEqualTo(Bytes.hex("02" + BASE_X));
        assertThat(even.y().at(31) & 1).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "03",
                "03" + BASE_X + "00",
                "04" + BASE_X,
                "00" + BASE_X,
                // x without a y, and x beyond the field
                "030000000000000000000000000000000000000000000000000000000000000001",
                "03FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
            })
    void decompressesNoOther(String compressed) {
        assertBadInput(() -> P256Point.decompress(Bytes.hex(compressed)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "04",
                "04" + BASE_X,
                "02" + BASE_X + BASE_Y,
                "04" + BASE_X + BASE_Y + "00",
                // off the curve: y is x
                "04" + BASE_X + BASE_X
            })
    void parsesNoOther(String uncompressed) {
        assertBadInput(() -> P256Point.parse(Bytes.hex(uncompressed)));
    }

    @Test
    void refusesCoordinatesOfAnotherLength() {
        assertBadInput(() -> P256Point.even(Bytes.hex("01")));
        assertBadInput(() -> P256Point.even(Bytes.hex(BASE_X + "00")));
        assertBadInput(() -> P256Point.of(Bytes.hex(BASE_X)));
    }

    @Test
    void refusesAnotherCurve() {
        ECPublicKey other = newKey("secp384r1");

        assertBadInput(() -> P256Point.of(other));
    }

    private static void assertBadInput(Runnable work) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.BAD_INPUT));
    }
}
