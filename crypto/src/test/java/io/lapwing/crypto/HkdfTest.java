package io.lapwing.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class HkdfTest {
    static List<Vectors> cases() {
        return Vectors.read("rfc5869-a.json", "cases");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void derivesAsRfc5869(Vectors vector) {
        Bytes expected = vector.bytes("okm");
        try (Secret inputKey = vector.secret("ikm");
                Secret derived =
                        Hkdf.sha256(
                                inputKey,
                                vector.bytes("salt"),
                                vector.bytes("info"),
                                expected.length())) {

            assertThat(Bytes.of(derived.segment())).isEqualTo(expected);
        }
    }

    @Test
    void refusesMoreThanRfc5869Allows() {
        try (Secret inputKey = Secret.random(32)) {

            AesContract.assertFault(
                            () -> Hkdf.sha256(inputKey, Bytes.EMPTY, Bytes.EMPTY, 8161),
                            Fault.Kind.BAD_INPUT)
                    .hasMessage("HKDF output of 8161 bytes: want 1 to 8160");
        }
    }
}
