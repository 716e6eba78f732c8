package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Hkdf;
import io.lapwing.crypto.Lsh256;
import io.lapwing.crypto.Secret;
import io.lapwing.crypto.Sha256;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Hashes, what is derived from them, and the memory of secrets.
@State(Scope.Thread)
public class HashBenchmark {
    /// Length and data of a region of the secure zone, of 0x100 octets with the hash.
    private static final int REGION_BYTES = 0x100 - Lsh256.DIGEST_BYTES;

    /// What one hash of an HMAC is computed over: a block of key and a digest (RFC 2104 §2).
    private static final int HMAC_BYTES = 64 + 32;

    private static final int KEY_BYTES = 32;

    private final MessageDigest sha256 = Sha256.start();
    private final Secret key = Secret.random(KEY_BYTES);
    private final Bytes salt = Bytes.of(new byte[KEY_BYTES]);
    private final Bytes info = Bytes.of(new byte[16]);
    private final Bytes region = Bytes.of(new byte[REGION_BYTES]);
    private final byte[] regionOctets = new byte[REGION_BYTES];
    private final byte[] hmacOctets = new byte[HMAC_BYTES];

    @Benchmark
    public void hkdf() {
        Hkdf.sha256(key, salt, info, KEY_BYTES).close();
    }

    @Benchmark
    public byte[] bareHmacHash() {
        return sha256.digest(hmacOctets);
    }

    @Benchmark
    public Bytes lsh() {
        return Lsh256.digest(region);
    }

    @Benchmark
    public byte[] bareRegionHash() {
        return sha256.digest(regionOctets);
    }

    @Benchmark
    public void secret() {
        Secret.allocate(KEY_BYTES).close();
    }

    /// The same octets from the JDK's native memory, which is neither locked nor kept out of core dumps.
    @Benchmark
    public MemorySegment bareMemory() {
        try (Arena arena = Arena.ofConfined()) {
            return arena.allocate(KEY_BYTES).fill((byte) 0);
        }
    }
}
