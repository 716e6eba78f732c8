package io.lapwing.vault.pkcs11;

import io.lapwing.vault.Vault;
import io.lapwing.vault.VaultContract;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/// The contract, on SoftHSM2.
class Pkcs11VaultTest extends VaultContract {
    @TempDir private static Path folder;
    private @Nullable Token token;

    @Override
    protected Vault openVault() {
        Token made = token == null ? Token.withVault(folder) : token;
        token = made;
        return Pkcs11Vault.open(made.config());
    }
}
