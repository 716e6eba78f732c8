package io.lapwing.lab;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Fault;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;

/// AES by the JDK, and its bare block.
public class JdkBenchmark extends AesBenchmark {
    private final Cipher cipher = cipher();
    private final byte[] block = new byte[16];

    public JdkBenchmark() {
        super(Aes.jdk());
    }

    /// AES-128 to encrypt whole blocks, under a key set up once.
    private static Cipher cipher() {
        try {
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[16], "AES"));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "this Java has no AES", e);
        }
    }

    @Benchmark
    public int bareBlock() throws ShortBufferException {
        return cipher.update(block, 0, block.length, block);
    }
}
