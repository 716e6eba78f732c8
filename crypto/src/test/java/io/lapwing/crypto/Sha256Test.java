package io.lapwing.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Sha256Test {
    @Test
    void computesTheOneBlockExampleOfTheStandard() {
        Bytes message = Bytes.of("abc".getBytes(StandardCharsets.US_ASCII));

        Bytes digest = Sha256.digest(message);

        assertThat(digest.toHex())
                .isEqualTo("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD");
        assertThat(digest.length()).isEqualTo(Sha256.LENGTH_BYTES);
    }
}
