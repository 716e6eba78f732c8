package io.lapwing.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class JdkAesTest extends AesContract {
    @Override
    Aes aes() {
        return new JdkAes();
    }

    @Test
    void namesTheJdkAsItsEngine() {
        assertThat(aes().engine()).startsWith("JDK 25");
    }
}
