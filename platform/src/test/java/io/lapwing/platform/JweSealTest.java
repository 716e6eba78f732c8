package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.vault.ImportKey;
import io.lapwing.vault.ImportTransport;
import io.lapwing.vault.KeyBinding;
import io.lapwing.vault.Vault;
import io.lapwing.vault.WrappedKey;
import io.lapwing.vault.memory.MemoryVault;
import io.lapwing.vault.memory.Seal;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sealed keys, opened by a vault: that it is the right key shows in its CMAC.
class JweSealTest {
    private static final Bytes KEY = Bytes.hex("000102030405060708090A0B0C0D0E0F");
    private static final Bytes MESSAGE = Bytes.hex("4C617077696E67");
    private static final KeyBinding.Root BINDING =
            new KeyBinding.Root(Bytes.hex("70B3D57ED0000001"), KeyBinding.Kind.APP_KEY, 0, 1);

    private final Aes aes = Aes.best();

    @TempDir private Path folder;

    @Test
    void aVaultOpensWhatIsSealedToItsImportKey() {
        try (Vault vault = vault();
                Secret key = key()) {
            WrappedKey imported = vault.importSealed(BINDING, JweSeal.seal(vault.importKey(), key));

            assertThat(cmac(vault, imported)).isEqualTo(aes.cmac(key, MESSAGE));
        }
    }

    @Test
    void aVaultOpensWhatIsSealedUnderATransportKey() {
        try (Vault vault = vault();
                Secret key = key();
                Secret transport = Secret.random(32);
                ImportTransport opened =
                        vault.openTransport(JweSeal.seal(vault.importKey(), transport))) {
            WrappedKey imported = opened.importSealed(BINDING, JweSeal.sealDirect(transport, key));

            assertThat(cmac(vault, imported)).isEqualTo(aes.cmac(key, MESSAGE));
        }
    }

    @Test
    void neverSealsTheSameWayTwice() {
        try (Vault vault = vault();
                Secret key = key()) {
            String one = JweSeal.seal(vault.importKey(), key);
            String other = JweSeal.seal(vault.importKey(), key);

            assertThat(one).isNotEqualTo(other);
        }
    }

    @Test
    void refusesAnAlgorithmItDoesNotKnow() {
        try (Vault vault = vault();
                Secret key = key()) {
            ImportKey old = ImportKey.of("RSA1_5", vault.importKey().publicKey());

            assertThatThrownBy(() -> JweSeal.seal(old, key))
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("RSA1_5: want RSA-OAEP");
        }
    }

    private Vault vault() {
        return MemoryVault.create(folder, new Seal.KeyFile(folder.resolve("key")), aes);
    }

    private static Secret key() {
        return Secret.take(KEY.toArray());
    }

    private static Bytes cmac(Vault vault, WrappedKey wrapped) {
        try (var session = vault.open()) {
            return session.root(wrapped, BINDING).cmac(MESSAGE);
        }
    }
}
