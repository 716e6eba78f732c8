package io.lapwing.vault.pkcs11;

import static io.lapwing.vault.pkcs11.Token.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A token locks itself after a few wrong PINs: the vault does not spend them.
class PinTest {
    private @TempDir Path folder;
    private Token token;

    @BeforeEach
    void makeToken() {
        token = Token.withVault(folder);
    }

    @Test
    void refusesToOpenWithAWrongPin() {
        assertFault(
                        Fault.Kind.UNAVAILABLE,
                        () -> Pkcs11Vault.open(token.withPin("00000000").config()))
                .hasMessageContaining("refused the PIN")
                .hasMessageNotContaining("00000000");
    }

    @Test
    void neverTriesARefusedPinAgain() {
        AtomicInteger asked = new AtomicInteger();
        AtomicBoolean changed = new AtomicBoolean();
        AtomicLong nanos = new AtomicLong();
        Pkcs11Config config =
                new Pkcs11Config(
                        token.config().module(),
                        token.config().tokenLabel(),
                        () -> {
                            asked.incrementAndGet();
                            return changed.get()
                                    ? Secret.take("wrong".getBytes(StandardCharsets.US_ASCII))
                                    : token.config().pin().get();
                        },
                        Optional.empty(),
                        token.config().softHsmConf(),
                        token.config().limits());
        try (Pkcs11Vault vault = Pkcs11Vault.open(config, nanos::get)) {
            changed.set(true);
            token.crash();

            for (int i = 0; i < 100; i++) {
                assertFault(Fault.Kind.UNAVAILABLE, () -> vault.generate(Token.ROW));
                nanos.addAndGet(Duration.ofMinutes(1).toNanos());
            }

            assertThat(vault.status().detail()).contains("refused the PIN");
            assertThat(asked).hasValue(2);
        }
    }

    @Test
    void opensAfterAWrongPinWasCorrected() {
        assertFault(
                Fault.Kind.UNAVAILABLE, () -> Pkcs11Vault.open(token.withPin("00000000").config()));

        try (Pkcs11Vault vault = Pkcs11Vault.open(token.config())) {
            assertThat(vault.status().available()).isTrue();
        }
    }
}
