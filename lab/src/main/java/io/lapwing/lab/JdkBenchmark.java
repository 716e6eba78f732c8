package io.lapwing.lab;

import io.lapwing.crypto.Aes;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import org.openjdk.jmh.annotations.Benchmark;

/// AES by the JDK, and its bare block.
public class JdkBenchmark extends AesBenchmark {
    private final Cipher cipher = Bare.aes();
    private final byte[] block = new byte[16];

    public JdkBenchmark() {
        super(Aes.jdk());
    }

    @Benchmark
    public int bareBlock() throws ShortBufferException {
        return cipher.update(block, 0, block.length, block);
    }
}
