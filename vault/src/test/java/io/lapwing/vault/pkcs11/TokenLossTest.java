package io.lapwing.vault.pkcs11;

import static io.lapwing.vault.pkcs11.Token.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.vault.Anchor;
import io.lapwing.vault.VaultSession;
import io.lapwing.vault.WrappedKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The token goes and comes back, in a time of the test's own.
class TokenLossTest {
    private @TempDir Path folder;
    private final AtomicLong nanos = new AtomicLong();
    private Token token;
    private Pkcs11Vault vault;
    private WrappedKey wrapped;
    private Bytes mac;

    @BeforeEach
    void openVault() {
        token = Token.withVault(folder);
        vault = Pkcs11Vault.open(token.config(), nanos::get);
        wrapped = vault.generate(Token.ROW);
        mac = Token.macOf(vault, wrapped);
    }

    @AfterEach
    void closeVault() {
        vault.close();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void unplug() throws IOException {
        token.crash();
        Files.move(tokens(), folder.resolve("unplugged"));
        Files.createDirectory(tokens());
    }

    private void plugIn() throws IOException {
        Files.delete(tokens());
        Files.move(folder.resolve("unplugged"), tokens());
    }

    private Path tokens() {
        return token.folder().resolve("tokens");
    }

    @Test
    void failsClosedWhileTheTokenIsAwayAndRecoversByItself() throws IOException {
        unplug();

        for (int second = 0; second < 60; second++) {
            assertFault(Fault.Kind.UNAVAILABLE, () -> Token.macOf(vault, wrapped));
            assertFault(Fault.Kind.UNAVAILABLE, () -> vault.generate(Token.ROW));
            assertThat(vault.status().available()).isFalse();
            pass(Duration.ofSeconds(1));
        }
        plugIn();
        pass(TokenLink.LONGEST_PAUSE);

        assertThat(Token.macOf(vault, wrapped)).isEqualTo(mac);
        assertThat(vault.status().available()).isTrue();
    }

    @Test
    void recoversAfterTheModuleWasFinalised() {
        token.crash();

        assertFault(Fault.Kind.UNAVAILABLE, () -> Token.macOf(vault, wrapped));
        assertFault(Fault.Kind.UNAVAILABLE, () -> Token.macOf(vault, wrapped));
        pass(TokenLink.FIRST_PAUSE);

        assertThat(Token.macOf(vault, wrapped)).isEqualTo(mac);
    }

    @Test
    void recoversAtOnceFromALossAfterASteadyTime() {
        pass(TokenLink.STEADY.plusSeconds(1));
        token.crash();

        assertFault(Fault.Kind.UNAVAILABLE, () -> Token.macOf(vault, wrapped));

        assertThat(Token.macOf(vault, wrapped)).isEqualTo(mac);
    }

    @Test
    void waitsForOpenSittingsBeforeItConnectsAgain() {
        VaultSession sitting = vault.open();
        token.crash();
        assertFault(Fault.Kind.UNAVAILABLE, () -> sitting.root(wrapped, Token.ROW));
        assertFault(Fault.Kind.UNAVAILABLE, () -> vault.generate(Token.ROW));

        pass(Duration.ofMinutes(1));
        assertFault(Fault.Kind.UNAVAILABLE, () -> vault.generate(Token.ROW));
        sitting.close();

        assertThat(Token.macOf(vault, wrapped)).isEqualTo(mac);
    }

    @Test
    void triesAgainAfterPausesThatGrowAndEnd() throws IOException {
        unplug();
        assertFault(Fault.Kind.UNAVAILABLE, () -> Token.macOf(vault, wrapped));
        assertFault(Fault.Kind.UNAVAILABLE, () -> Token.macOf(vault, wrapped));
        Duration waited = Duration.ZERO;
        plugIn();

        while (!vault.status().available()) {
            pass(Duration.ofMillis(50));
            waited = waited.plusMillis(50);
        }

        assertThat(waited)
                .isGreaterThanOrEqualTo(TokenLink.FIRST_PAUSE)
                .isLessThanOrEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void findsItsAnchorAfterALoss() {
        Anchor anchor = new Anchor(3, 9, Bytes.of(new byte[32]));
        vault.advance(anchor);
        token.crash();
        assertThat(vault.status().available()).isFalse();
        pass(TokenLink.LONGEST_PAUSE);

        assertThat(vault.status().available()).isTrue();
        assertThat(vault.anchor()).isEqualTo(anchor);
    }
}
