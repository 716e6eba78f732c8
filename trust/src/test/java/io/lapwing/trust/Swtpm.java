package io.lapwing.trust;

import io.lapwing.vault.tpm.Tpm;
import io.lapwing.vault.tpm.TpmAddress;
import io.lapwing.vault.tpm.TpmConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A software TPM (Debian's `swtpm`) on a Unix socket, with a state of its own, as a process that ends with the test.
final class Swtpm implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private Process process;

    private Swtpm(Path folder) {
        this.folder = folder;
        process = launch();
    }

    /// Paths of Unix sockets have at most 107 octets, so its folder has a short name.
    static Swtpm start(Path parent) {
        try {
            return new Swtpm(Files.createTempDirectory(parent, "t"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch() {
        try {
            Files.deleteIfExists(control());
            Files.deleteIfExists(socket());
            Process started =
                    new ProcessBuilder(
                                    List.of(
                                            "swtpm",
                                            "socket",
                                            "--tpm2",
                                            "--tpmstate",
                                            "dir=" + folder,
                                            "--ctrl",
                                            "type=unixio,path=" + control(),
                                            "--server",
                                            "type=unixio,path=" + socket(),
                                            "--flags",
                                            "not-need-init"))
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("log").toFile())
                            .start();
            // Also when a test fails before it has anything to close.
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!answers(control()) || !answers(socket())) {
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

    private static boolean answers(Path socket) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    Path socket() {
        return folder.resolve("tpm");
    }

    private Path control() {
        return folder.resolve("ctrl");
    }

    Tpm open() {
        return open(socket());
    }

    /// With time for a machine that is busy.
    static Tpm open(Path socket) {
        return Tpm.open(
                new TpmAddress.Unix(socket), TpmConfig.defaults().withTimes(PATIENCE, PATIENCE));
    }

    /// Power off and on, while who uses it stays connected.
    void reset() {
        try {
            Process ioctl =
                    new ProcessBuilder("swtpm_ioctl", "--unix", control().toString(), "-i")
                            .redirectErrorStream(true)
                            .start();
            String said = new String(ioctl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (ioctl.waitFor() != 0) {
                throw new IllegalStateException("swtpm_ioctl: " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "swtpm_ioctl cannot be started: apt-get install swtpm-tools", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Kills the process; what the TPM keeps for good stays in its folder.
    void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("swtpm does not end");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void startAgain() {
        process = launch();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
