package io.lapwing.lab;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.vault.memory.MemoryVault;
import io.lapwing.vault.memory.Seal;
import org.openjdk.jmh.annotations.Benchmark;

/// A join in the memory vault, and its AES with no vault around it.
public class MemoryVaultBenchmark extends VaultBenchmark {
    private final Aes aes = Aes.best();
    private final Secret vaultKey = Secret.random(16);
    private final Secret receiver = Secret.random(16);
    private final Bytes request = Bytes.of(new byte[19]);
    private final Bytes block = Bytes.of(new byte[16]);
    private final Bytes ciphertext = aes.wrap(vaultKey, receiver);

    public MemoryVaultBenchmark() {
        super(folder ->
                MemoryVault.create(
                        folder, new Seal.KeyFile(folder.resolve("seal.key")), Aes.best()));
    }

    @Benchmark
    public void bareJoin() {
        Bytes _ = aes.cmac(vaultKey, ciphertext);
        try (Secret root = aes.unwrap(vaultKey, ciphertext)) {
            Bytes _ = aes.cmac(root, request);
            Bytes _ = aes.cmac(root, block);
            Bytes _ = aes.decrypt(root, block);
            for (int i = 0; i < 2; i++) {
                try (Secret session = aes.derive(root, block)) {
                    Bytes _ = aes.wrap(receiver, session);
                }
            }
        }
    }
}
