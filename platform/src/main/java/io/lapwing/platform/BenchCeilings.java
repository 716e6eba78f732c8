package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Fault;
import io.lapwing.vault.memory.MemoryCeiling;
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
        return BenchThreads.run(threads, _ -> () -> oneThread(time)).stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    private static double oneThread(Duration time) {
        try (MemoryCeiling ceiling = new MemoryCeiling(Aes.best())) {
            return ceiling.joinsPerSecond(time);
        }
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
}
