package io.lapwing.vault.memory;

import io.lapwing.crypto.Aes;
import io.lapwing.vault.Vault;
import io.lapwing.vault.VaultContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class MemoryVaultTest extends VaultContract {
    @TempDir static Path folder;

    @Override
    protected Vault openVault() {
        Seal seal = new Seal.KeyFile(folder.resolve("key"));
        return MemoryVault.isIn(folder)
                ? MemoryVault.open(folder, seal, Aes.best())
                : MemoryVault.create(folder, seal, Aes.best());
    }
}
