package io.lapwing.vault.memory;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import java.time.Duration;

/// How fast AES alone is: the operations of a LoRaWAN 1.0 join in a software vault, without the vault's layers. The ceiling
/// against which a bench holds the vault. For one thread.
///
/// A join is: binding tag, unwrap, CMAC of request and answer, encryption of the answer, then twice derive and wrap.
public final class MemoryCeiling implements AutoCloseable {
    private static final int KEY_BYTES = 16;
    private static final Bytes REQUEST = Bytes.of(new byte[19]);
    private static final Bytes ANSWER = Bytes.of(new byte[16]);
    private static final int ROUND = 64;

    private final Aes aes;
    private final Secret vaultKey = Secret.random(KEY_BYTES);
    private final Secret receiver = Secret.random(KEY_BYTES);
    private final Bytes wrapped;

    public MemoryCeiling(Aes aes) {
        this.aes = aes;
        wrapped = aes.wrap(vaultKey, receiver);
    }

    /// Joins for this time.
    ///
    /// @return joins a second
    public double joinsPerSecond(Duration time) {
        long start = System.nanoTime();
        long joins = 0;
        while (System.nanoTime() - start < time.toNanos()) {
            for (int i = 0; i < ROUND; i++) {
                join();
            }
            joins += ROUND;
        }
        return joins * 1e9 / (System.nanoTime() - start);
    }

    /// One join.
    public void join() {
        Bytes _ = aes.cmac(vaultKey, wrapped);
        try (Secret root = aes.unwrap(vaultKey, wrapped)) {
            Bytes _ = aes.cmac(root, REQUEST);
            Bytes _ = aes.cmac(root, ANSWER);
            Bytes _ = aes.decrypt(root, ANSWER);
            for (int i = 0; i < 2; i++) {
                try (Secret session = aes.derive(root, ANSWER)) {
                    Bytes _ = aes.wrap(receiver, session);
                }
            }
        }
    }

    @Override
    public void close() {
        vaultKey.close();
        receiver.close();
    }
}
