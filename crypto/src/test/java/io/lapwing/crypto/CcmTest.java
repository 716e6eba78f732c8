package io.lapwing.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CcmTest {
    private static final Bytes NONCE = Bytes.of(new byte[13]);
    private static final Ccm CCM = Ccm.of16x64(Aes.best());

    static List<Vectors> packets() {
        return Vectors.read("rfc3610-8.json", "cases");
    }

    @ParameterizedTest
    @MethodSource("packets")
    void sealsAndOpensPacketsOfRfc3610(Vectors vector) {
        Bytes sealed = vector.bytes("sealed");
        Ccm ccm = new Ccm(Aes.best(), sealed.length() - vector.bytes("message").length(), 13);
        try (Secret key = vector.secret("key")) {

            Bytes made =
                    ccm.seal(
                            key,
                            vector.bytes("nonce"),
                            vector.bytes("associated"),
                            vector.bytes("message"));

            assertThat(made).isEqualTo(sealed);
            assertThat(ccm.open(key, vector.bytes("nonce"), vector.bytes("associated"), sealed))
                    .isEqualTo(vector.bytes("message"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 255, 1000})
    void refusesWhateverBitIsTurned(int length) {
        try (Secret key = Secret.random(16)) {
            Bytes sealed = CCM.seal(key, NONCE, Bytes.of(1), Bytes.of(new byte[length]));

            for (int at = 0; at < sealed.length(); at += 7) {
                byte[] turned = sealed.toArray();
                turned[at] ^= 1;
                assertThatThrownBy(() -> CCM.open(key, NONCE, Bytes.of(1), Bytes.of(turned)))
                        .isInstanceOfSatisfying(
                                Fault.class,
                                fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.TAMPERED));
            }
            assertThatThrownBy(() -> CCM.open(key, NONCE, Bytes.of(2), sealed))
                    .isInstanceOf(Fault.class);
        }
    }

    @Test
    void refusesLengthsThatCcmDoesNotHave() {
        try (Secret key = Secret.random(16)) {
            assertThatThrownBy(() -> new Ccm(Aes.best(), 7, 13)).hasMessageContaining("want 4, 6");
            assertThatThrownBy(() -> new Ccm(Aes.best(), 8, 14)).hasMessageContaining("7 to 13");
            assertThatThrownBy(() -> CCM.seal(key, Bytes.of(1), Bytes.EMPTY, Bytes.EMPTY))
                    .hasMessageContaining("nonce of 1 bytes: want 13");
            assertThatThrownBy(() -> CCM.open(key, NONCE, Bytes.EMPTY, Bytes.of(1, 2, 3)))
                    .hasMessageContaining("want 8 or more");
        }
    }
}
