package io.lapwing.lab;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// AES as the product calls it, each time with the key set up anew and wiped afterwards.
@State(Scope.Thread)
public abstract class AesBenchmark {
    /// What the MIC of a join-request is computed over (TS001-1.0.4 §6.2.5).
    private static final int JOIN_REQUEST_BYTES = 19;

    private static final int BLOCK_BYTES = 16;

    private final Aes aes;
    private final Secret key = Secret.random(BLOCK_BYTES);
    private final Secret wrapping = Secret.random(BLOCK_BYTES);
    private final Bytes block = Bytes.of(new byte[BLOCK_BYTES]);
    private final Bytes request = Bytes.of(new byte[JOIN_REQUEST_BYTES]);
    private final Bytes wrapped;

    AesBenchmark(Aes aes) {
        this.aes = aes;
        wrapped = aes.wrap(wrapping, key);
    }

    @Benchmark
    public Bytes block() {
        return aes.encrypt(key, block);
    }

    @Benchmark
    public Bytes cmac() {
        return aes.cmac(key, request);
    }

    @Benchmark
    public void derive() {
        aes.derive(key, block).close();
    }

    @Benchmark
    public Bytes wrap() {
        return aes.wrap(wrapping, key);
    }

    @Benchmark
    public void unwrap() {
        aes.unwrap(wrapping, wrapped).close();
    }
}
