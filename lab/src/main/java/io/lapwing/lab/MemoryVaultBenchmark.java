package io.lapwing.lab;

import io.lapwing.crypto.Aes;
import io.lapwing.vault.memory.MemoryCeiling;
import io.lapwing.vault.memory.MemoryVault;
import io.lapwing.vault.memory.Seal;
import org.openjdk.jmh.annotations.Benchmark;

/// A join in the memory vault, and its AES with no vault around it.
public class MemoryVaultBenchmark extends VaultBenchmark {
    private final MemoryCeiling ceiling = new MemoryCeiling(Aes.best());

    public MemoryVaultBenchmark() {
        super(folder ->
                MemoryVault.create(
                        folder, new Seal.KeyFile(folder.resolve("seal.key")), Aes.best()));
    }

    @Benchmark
    public void bareJoin() {
        ceiling.join();
    }
}
