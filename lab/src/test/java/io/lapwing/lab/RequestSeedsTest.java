package io.lapwing.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestSeedsTest {
    static Stream<Bytes> requests() {
        return RequestFuzz.seeds().stream();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void leadsToARoute(Bytes seed) {
        assertThat(RequestFuzz.leadsSomewhere(seed)).isTrue();
    }
}
