package io.lapwing.oscore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CoseSign1Test {
    private static final Bytes PAYLOAD = Bytes.of(1, 2, 3);

    static Stream<TestSigner> signers() {
        return Stream.of(TestSigner.es256(), TestSigner.ed25519());
    }

    @ParameterizedTest
    @MethodSource("signers")
    void verifiesWhatItSigned(TestSigner signer) {
        CoseSign1 signed = CoseSign1.sign(PAYLOAD, signer);

        CoseSign1 read = CoseSign1.parse(signed.encode());

        assertThat(read).isEqualTo(signed);
        assertThat(read.header().keyId()).contains(signer.key().id());
        assertThat(signer.key().verifies(read.toBeSigned(PAYLOAD), read.signature())).isTrue();
        assertThat(signer.key().verifies(read.toBeSigned(Bytes.of(1, 2, 4)), read.signature()))
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("signers")
    void refusesEveryChangedBit(TestSigner signer) {
        Bytes message = Bytes.of(1, 2, 3);
        byte[] signature = signer.sign(message).toArray();
        for (int bit = 0; bit < 8 * signature.length; bit += 7) {
            byte[] changed = signature.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));

            assertThat(signer.key().verifies(message, Bytes.of(changed))).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("signers")
    void refusesSignaturesOfOtherLengths(TestSigner signer) {
        for (int length : new int[] {0, 1, 63, 65, 128}) {
            assertThat(signer.key().verifies(PAYLOAD, Bytes.of(new byte[length]))).isFalse();
        }
        assertThat(signer.key().verifies(PAYLOAD, Bytes.of(new byte[64]))).isFalse();
    }

    @Test
    void makesNoSignatureByAnotherKey() {
        TestSigner signer = TestSigner.es256();
        Signer other =
                new Signer() {
                    @Override
                    public SignerKey key() {
                        return TestSigner.es256().key();
                    }

                    @Override
                    public Bytes sign(Bytes message) {
                        return signer.sign(message);
                    }
                };

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> CoseSign1.sign(PAYLOAD, other))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.INTERNAL));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "another tag, D18443A10126A0F64101",
        "three parts, D28343A10126A0F6",
        "five parts, D28543A10126A0F6410100",
        "payload inside, D28443A10126A041004101",
        "no signature, D28443A10126A0F640",
        "no algorithm, D28440A0F64101",
        "algorithm not signed, D28440A10126F64101",
        "algorithm as text, D28446A10163313233A0F64101",
        "critical not signed, D28443A10126A1028104F64101",
        "nothing critical, D28445A201260280A0F64101",
        "key identifier twice, D28446A20126044101A1044101F64101",
        "octets behind the header, D28444A1012600A0F64101",
        "octets behind, D28443A10126A0F6410100",
        "label as text, D28446A10126616101A0F64101"
    })
    void refuses(String what, String encoded) {
        assertThatExceptionOfType(Fault.class)
                .as(what)
                .isThrownBy(() -> CoseSign1.parse(Bytes.hex(encoded)))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.BAD_INPUT));
    }

    @Test
    void readsHeadersOfOthers() {
        Bytes octets = Bytes.hex("D28448A201260282041863A2044107182A00F64101");

        CoseSign1 block = CoseSign1.parse(octets);

        assertThat(block.encode()).isEqualTo(octets);
        assertThat(block.header())
                .isEqualTo(new CoseHeader(-7, Optional.of(Bytes.of(7)), List.of(99L)));
    }

    @Test
    void knowsKeysOfItsTwoCurvesOnly() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        var other = generator.generateKeyPair().getPublic();

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> SignerKey.of(other))
                .withMessage("public key of algorithm EC: want P-256 or Ed25519");
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> new SignerKey(Bytes.of(1, 2)))
                .withMessageContaining("want one");
        assertThat(TestSigner.ed25519().key().algorithm()).isEqualTo(CoseAlgorithm.EDDSA);
    }
}
