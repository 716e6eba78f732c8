package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A software TPM (Debian's `swtpm`) with a state of its own, as a process that ends with the test.
final class Swtpm implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path folder;
    private final List<String> server;
    private final TpmAddress address;
    private Process process;

    private Swtpm(Path folder, List<String> server, TpmAddress address) {
        this.folder = folder;
        this.server = server;
        this.address = address;
        this.process = start();
    }

    /// On a Unix socket.
    static Swtpm start(Path parent) {
        Path folder = folder(parent);
        Path socket = folder.resolve("tpm");
        return new Swtpm(
                folder,
                List.of("--server", "type=unixio,path=" + socket),
                new TpmAddress.Unix(socket));
    }

    /// On a TCP port of this machine.
    static Swtpm startTcp(Path parent, int port) {
        return new Swtpm(
                folder(parent),
                List.of("--server", "type=tcp,port=" + port),
                new TpmAddress.Tcp("127.0.0.1", port));
    }

    /// Paths of Unix sockets have at most 107 octets, so it is a short one.
    private static Path folder(Path parent) {
        try {
            return Files.createTempDirectory(parent, "t");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process start() {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "swtpm",
                                "socket",
                                "--tpm2",
                                "--tpmstate",
                                "dir=" + folder,
                                "--ctrl",
                                "type=unixio,path=" + control(),
                                "--flags",
                                "not-need-init"));
        command.addAll(server);
        try {
            Files.deleteIfExists(control());
            Process started =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("log").toFile())
                            .start();
            awaitControl(started);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("swtpm cannot be started: apt-get install swtpm", e);
        }
    }

    /// The control socket is made last.
    private void awaitControl(Process started) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (!started.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("swtpm ended or is silent, see " + folder);
            }
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    private boolean answers() {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(control()))) {
            return channel.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    private Path control() {
        return folder.resolve("ctrl");
    }

    TpmAddress address() {
        return address;
    }

    Path folder() {
        return folder;
    }

    Tpm open() {
        return Tpm.open(address);
    }

    Tpm open(TpmConfig config) {
        return Tpm.open(address, config);
    }

    /// Power off and on, while clients stay connected.
    void reset() {
        run("swtpm_ioctl", "--unix", control().toString(), "-i");
    }

    /// Ends the process; the state stays in its folder.
    void stop() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    void startAgain() {
        process = start();
    }

    /// Stops it in the middle of whatever it does; it then neither answers nor hangs up.
    void freeze() {
        run("kill", "-STOP", Long.toString(process.pid()));
    }

    void thaw() {
        run("kill", "-CONT", Long.toString(process.pid()));
    }

    private static void run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new IllegalStateException(
                        command[0] + " (apt-get install swtpm-tools): " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    command[0] + " cannot be started: apt-get install swtpm-tools", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    static Bytes fill(int octet, int length) {
        byte[] octets = new byte[length];
        java.util.Arrays.fill(octets, (byte) octet);
        return Bytes.of(octets);
    }
}
