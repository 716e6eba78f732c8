package io.lapwing.vault.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.vault.Anchor;
import io.lapwing.vault.WrappedKey;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Token objects come and go while other threads work with the token. SoftHSM 2.6 spoils an object that is being made
/// while another session looks for objects (its issue 573), and the maker's session is lost with it.
class TokenChangesTest {
    private static final int ANCHORS = 150;
    private static final Bytes ROOT = Bytes.of(new byte[32]);

    private @TempDir Path folder;
    private Pkcs11Vault vault;

    @BeforeEach
    void openVault() {
        vault = Pkcs11Vault.open(Token.withVault(folder).config());
    }

    @AfterEach
    void closeVault() {
        vault.close();
    }

    @Test
    void rewrapsWhileTheAnchorIsAdvanced() {
        WrappedKey old = vault.generate(Token.ROW);
        Bytes mac = Token.macOf(vault, old);
        vault.rotate();
        CompletableFuture<Void> anchors = CompletableFuture.runAsync(this::advance);
        WrappedKey moved = vault.rewrap(old, Token.ROW);

        while (!anchors.isDone()) {
            moved = vault.rewrap(old, Token.ROW);
        }

        anchors.join();
        assertThat(Token.macOf(vault, moved)).isEqualTo(mac);
    }

    @Test
    void readsTheAnchorWhileItIsAdvanced() {
        CompletableFuture<Void> anchors = CompletableFuture.runAsync(this::advance);
        long seen = 0;

        while (!anchors.isDone()) {
            Anchor anchor = vault.anchor();
            assertThat(anchor.auditSize()).isGreaterThanOrEqualTo(seen);
            seen = anchor.auditSize();
        }

        anchors.join();
        assertThat(vault.anchor().auditSize()).isEqualTo(ANCHORS);
    }

    private void advance() {
        for (int size = 1; size <= ANCHORS; size++) {
            vault.advance(new Anchor(1, size, ROOT));
        }
    }
}
