package io.lapwing.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.openssl.OpensslAes;
import org.junit.jupiter.api.Test;

final class OpensslAesTest extends AesContract {
    @Override
    Aes aes() {
        return OpensslAes.load()
                .orElseThrow(() ->
                        new AssertionError(
                                "no libcrypto.so.3: install the package libssl3t64 or libssl3"));
    }

    @Test
    void isTheBestWhereItIsThere() {
        assertThat(Aes.best().engine()).isEqualTo(aes().engine()).startsWith("OpenSSL 3");
    }
}
