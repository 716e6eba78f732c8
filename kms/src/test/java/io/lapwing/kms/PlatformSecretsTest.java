package io.lapwing.kms;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformSecretsTest {
    private static final Actor ANNA = Actor.operator("anna");

    @TempDir private Path folder;
    private TestKms test;

    @BeforeEach
    void open() {
        test = TestKms.in(folder);
    }

    @AfterEach
    void close() {
        test.close();
    }

    private Bytes derived(String purpose, int context) {
        try (Secret secret = test.kms.secrets().derive(purpose, Bytes.of(context))) {
            return secret.use(Bytes::of);
        }
    }

    @Test
    void derivesTheSameForTheSameAndAnotherForAnother() {
        Bytes first = derived("totp", 1);

        assertThat(first.length()).isEqualTo(PlatformSecrets.LENGTH_BYTES);
        assertThat(derived("totp", 1)).isEqualTo(first);
        assertThat(derived("totp", 2)).isNotEqualTo(first);
        assertThat(derived("webauthn", 1)).isNotEqualTo(first);
    }

    @Test
    void writesTheInputOfSp800108() {
        assertThat(PlatformSecrets.input(2, "totp", Bytes.of(9, 8)))
                .isEqualTo(Bytes.hex("00000002746F747000090800000100"));
    }

    @Test
    void derivesTheSameAfterTheVaultKeyWasRotatedAndTheOldOneDestroyed() {
        Bytes before = derived("totp", 1);
        test.vault.rotate();

        KeyRotation.Outcome finished = test.kms.rotation().run(ANNA, Pace.FULL, _ -> true);
        test.kms.rotation().destroy(ANNA, 1);

        assertThat(finished).isEqualTo(new KeyRotation.Outcome.Finished(2, 1));
        assertThat(derived("totp", 1)).isEqualTo(before);
    }
}
