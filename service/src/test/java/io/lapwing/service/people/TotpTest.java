package io.lapwing.service.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.service.Json;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TotpTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_111_111_111L);

    private record Vectors(String source, Bytes secret, List<Vector> codes) {}

    private record Vector(long at, String code) {}

    private static Vectors vectors() throws IOException {
        try (InputStream in = TotpTest.class.getResourceAsStream("/vectors/rfc6238-b.json")) {
            return Json.strict().build().read(in.readAllBytes(), Vectors.class);
        }
    }

    private static Secret key() throws IOException {
        return Secret.take(vectors().secret().toArray());
    }

    @Test
    void makesTheCodesOfTheSpecification() throws IOException {
        for (Vector vector : vectors().codes()) {
            try (Secret key = key()) {
                String code = Totp.code(key, Totp.step(Instant.ofEpochSecond(vector.at())));

                assertThat(code).isEqualTo(vector.code());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " 050471", "050471 ", "050 471", "50471", "0050471", "０５０４７１", "05047a", "",
                "+50471"
            })
    void takesExactlySixDigits(String code) throws IOException {
        try (Secret key = key()) {
            assertThat(Totp.accepted(key, code, NOW, 0)).isEmpty();
            assertThat(Totp.accepted(key, "050471", NOW, 0)).isPresent();
        }
    }

    @Test
    void takesACodeOfTheStepBeforeAndAfterAndNoFurther() throws IOException {
        try (Secret key = key()) {
            long step = Totp.step(NOW);

            assertThat(Totp.accepted(key, Totp.code(key, step - 1), NOW, 0)).hasValue(step - 1);
            assertThat(Totp.accepted(key, Totp.code(key, step + 1), NOW, 0)).hasValue(step + 1);
            assertThat(Totp.accepted(key, Totp.code(key, step - 2), NOW, 0)).isEmpty();
            assertThat(Totp.accepted(key, Totp.code(key, step + 2), NOW, 0)).isEmpty();
        }
    }

    @Test
    void takesNoStepTwiceAndNoneBefore() throws IOException {
        try (Secret key = key()) {
            long step = Totp.step(NOW);

            assertThat(Totp.accepted(key, Totp.code(key, step), NOW, step)).isEmpty();
            assertThat(Totp.accepted(key, Totp.code(key, step - 1), NOW, step)).isEmpty();
        }
    }

    @Test
    void namesTheInstallationInTheKeyUri() throws IOException {
        try (Secret key = key()) {
            assertThat(Totp.uri(key, "My Lapwing", "anna@example.org"))
                    .isEqualTo(
                            "otpauth://totp/My%20Lapwing:anna%40example.org"
                                    + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=My%20Lapwing"
                                    + "&algorithm=SHA1&digits=6&period=30");
        }
    }
}
