package io.lapwing.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.vault.Vault;
import io.lapwing.vault.memory.MemoryVault;
import io.lapwing.vault.memory.Seal;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Central Entity's keys from a vault.
class CentralPartsTest {
    private static final Bytes BINDING = Bytes.of(1, 2);

    private final Aes aes = Aes.best();

    private Vault vault(Path folder) {
        var seal = new Seal.KeyFile(folder.resolve("key"));
        return MemoryVault.isIn(folder)
                ? MemoryVault.open(folder, seal, aes)
                : MemoryVault.create(folder, seal, aes);
    }

    private CentralParts parts(Vault vault) {
        return CentralParts.of(vault, aes, new Random(1));
    }

    @Test
    void hasTheSameKeysAfterARestart(@TempDir Path folder) {
        Bytes wrapped;
        Bytes held;
        SealedKey sealed;
        CentralKeys keys;
        try (Vault vault = vault(folder);
                Secret key = Secret.random(32)) {
            CentralParts parts = parts(vault);
            keys = parts.keys();
            wrapped = parts.guard().wrap(BINDING, key);
            held = parts.chip().hold(key).blob();
            sealed = SoftwareChip.create(aes).create(keys).sealed();
        }

        try (Vault vault = vault(folder)) {
            CentralParts parts = parts(vault);
            assertThat(parts.keys()).isEqualTo(keys);
            try (Secret again = parts.guard().unwrap(BINDING, wrapped)) {
                assertThat(again.length()).isEqualTo(32);
            }
            parts.chip().open(held).close();
            SealedKey translated =
                    parts.chip()
                            .rewrap(sealed, SoftwareChip.create(aes).storageKey(), parts.signer());
            assertThat(translated.octets().length()).isEqualTo(57);
            assertThat(keys.verification().verifies(BINDING, parts.signer().sign(BINDING)))
                    .isTrue();
        }
    }

    @Test
    void hasOtherKeysInAnotherVault(@TempDir Path folder, @TempDir Path elsewhere) {
        try (Vault one = vault(folder);
                Vault other = vault(elsewhere);
                Secret key = Secret.random(32)) {
            Bytes wrapped = parts(one).guard().wrap(BINDING, key);

            assertThat(parts(other).keys()).isNotEqualTo(parts(one).keys());
            Samples.assertFault(
                    Fault.Kind.TAMPERED, () -> parts(other).guard().unwrap(BINDING, wrapped));
        }
    }

    @Test
    void takesAnotherChip(@TempDir Path folder) {
        try (Vault vault = vault(folder)) {
            KeyChip chip = SoftwareChip.create(aes);
            CentralParts parts = parts(vault);

            CentralParts changed = parts.with(chip);

            assertThat(changed.keys().storage()).isEqualTo(chip.storageKey());
            assertThat(changed.keys().verification()).isEqualTo(parts.keys().verification());
            assertThat(changed.guard()).isEqualTo(parts.guard());
        }
    }
}
