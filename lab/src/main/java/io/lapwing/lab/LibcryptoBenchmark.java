package io.lapwing.lab;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.openssl.BlockCeiling;
import org.openjdk.jmh.annotations.Benchmark;

/// AES by libcrypto, and its bare block.
public class LibcryptoBenchmark extends AesBenchmark {
    private final BlockCeiling ceiling = new BlockCeiling();

    public LibcryptoBenchmark() {
        super(Aes.best());
    }

    @Benchmark
    public void bareBlock() {
        ceiling.encrypt();
    }
}
