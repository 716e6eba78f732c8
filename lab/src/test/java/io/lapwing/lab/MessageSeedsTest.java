package io.lapwing.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageSeedsTest {
    static Stream<Bytes> seeds() {
        return MessageFuzz.seeds().stream();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isGranted(Bytes seed) {
        boolean keyForData = text(seed).contains("AppSKeyReq");

        Bytes answer =
                MessageFuzz.answer(
                        keyForData ? FewPeers.APPLICATION_SERVER : FewPeers.NETWORK_SERVER, seed);

        assertThat(text(answer)).contains("\"ResultCode\":\"Success\"");
    }

    private static String text(Bytes body) {
        return new String(body.toArray(), StandardCharsets.UTF_8);
    }
}
