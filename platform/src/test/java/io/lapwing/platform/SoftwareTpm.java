package io.lapwing.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// A software TPM (Debian's `swtpm`) as a process that ends with the test.
final class SoftwareTpm implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private Process process;

    private SoftwareTpm(Path folder) {
        this.folder = folder;
        this.process = begin();
    }

    /// @param parent of its folder; a short path, as its socket's has at most 107 octets
    static SoftwareTpm in(Path parent) throws IOException {
        return new SoftwareTpm(Files.createTempDirectory(parent, "t"));
    }

    private Process begin() {
        try {
            Files.deleteIfExists(socket());
            Process started =
                    new ProcessBuilder(
                                    List.of(
                                            "swtpm",
                                            "socket",
                                            "--tpm2",
                                            "--tpmstate",
                                            "dir=" + folder,
                                            "--server",
                                            "type=unixio,path=" + socket(),
                                            "--flags",
                                            "not-need-init"))
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("log").toFile())
                            .start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!Files.exists(socket())) {
                if (!started.isAlive() || System.nanoTime() > end) {
                    throw new IllegalStateException("swtpm ended or is silent, see " + folder);
                }
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            }
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("swtpm cannot be started: apt-get install swtpm", e);
        }
    }

    private Path socket() {
        return folder.resolve("s");
    }

    /// As `--tpm` takes it.
    String address() {
        return "unix:" + socket();
    }

    /// As after a loss of power: what it keeps is there, what was open is not.
    void restart() {
        process.destroyForcibly().onExit().join();
        process = begin();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
