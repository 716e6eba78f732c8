package io.lapwing.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class Lsh256Test {
    static List<Vectors> cases() {
        return Vectors.read("ksx3262-lsh-256-224.json", "cases");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void hashesAsKsX3262(Vectors vector) {
        assertThat(Lsh256.digest(vector.bytes("message"))).isEqualTo(vector.bytes("digest"));
    }
}
