package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.vault.pkcs11.Pkcs11Config;
import io.lapwing.vault.pkcs11.Pkcs11Token;
import io.lapwing.vault.pkcs11.TokenCeiling;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.Supplier;

/// What the machine can do at all: the rates that no Join Server on it can pass.
final class BenchCeilings {
    /// One page of the write-ahead log of SQLite.
    private static final int PAGE_BYTES = 4096;

    private static final int ROUND = 64;

    private BenchCeilings() {}

    /// How often a second a page can be appended to a file and made durable.
    static double fsyncsPerSecond(Path folder, Duration time) {
        Path file = folder.resolve("fsync");
        try {
            try (FileChannel channel =
                    FileChannel.open(
                            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer page = ByteBuffer.allocateDirect(PAGE_BYTES);
                long start = System.nanoTime();
                long count = 0;
                while (System.nanoTime() - start < time.toNanos()) {
                    channel.write(page.clear());
                    channel.force(false);
                    count++;
                }
                return count * 1e9 / (System.nanoTime() - start);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "cannot write in " + folder, e);
        }
    }

    /// How many joins a second the processors can compute, all of them, with nothing around it.
    static double memoryJoinsPerSecond(Duration time) {
        int threads = Runtime.getRuntime().availableProcessors();
        return BenchThreads.run(threads, _ -> () -> new SoftJoin(Aes.best()).rate(time)).stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    /// How many joins a second the token in this vault's folder can compute, with one thread or with one a processor,
    /// whichever is faster. Nobody else may have it open in this process.
    static double tokenJoinsPerSecond(Path vaultFolder, Duration time) {
        Supplier<Pkcs11Config> token = () -> Pkcs11Token.config(Pkcs11Token.softHsm(), vaultFolder);
        Duration half = time.dividedBy(2);
        return Math.max(
                TokenCeiling.joinsPerSecond(token.get(), 1, half),
                TokenCeiling.joinsPerSecond(
                        token.get(), Runtime.getRuntime().availableProcessors(), half));
    }

    /// The operations of a LoRaWAN 1.0 join in a software vault: binding tag, unwrap, CMAC of request and answer,
    /// encryption of the answer, and twice derive and wrap.
    private record SoftJoin(Aes aes, Secret vaultKey, Secret receiver, Bytes wrapped) {
        private static final Bytes REQUEST = Bytes.of(new byte[19]);
        private static final Bytes ANSWER = Bytes.of(new byte[16]);

        SoftJoin(Aes aes) {
            this(aes, Secret.random(16), Secret.random(16));
        }

        private SoftJoin(Aes aes, Secret vaultKey, Secret receiver) {
            this(aes, vaultKey, receiver, fresh(aes, vaultKey));
        }

        private static Bytes fresh(Aes aes, Secret vaultKey) {
            try (Secret root = Secret.random(16)) {
                return aes.wrap(vaultKey, root);
            }
        }

        double rate(Duration time) {
            long start = System.nanoTime();
            long joins = 0;
            while (System.nanoTime() - start < time.toNanos()) {
                for (int i = 0; i < ROUND; i++) {
                    join();
                }
                joins += ROUND;
            }
            double rate = joins * 1e9 / (System.nanoTime() - start);
            vaultKey.close();
            receiver.close();
            return rate;
        }

        private void join() {
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
    }
}
