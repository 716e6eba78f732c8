package io.lapwing.vault.tpm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A software TPM (Debian's `swtpm`) with a state of its own, as a process that ends with the test.
final class Swtpm implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

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
            Files.deleteIfExists(folder.resolve("tpm"));
            Process started =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("log").toFile())
                            .start();
            // Also when a test fails before it has anything to close.
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
            awaitSockets(started);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("swtpm cannot be started: apt-get install swtpm", e);
        }
    }

    private void awaitSockets(Process started) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!answers(UnixDomainSocketAddress.of(control())) || !answers(server())) {
            if (!started.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("swtpm ended or is silent, see " + folder);
            }
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    private static boolean answers(SocketAddress address) {
        try (SocketChannel channel = SocketChannel.open(address)) {
            return channel.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    private SocketAddress server() {
        return switch (address) {
            case TpmAddress.Tcp(String host, int port) -> new InetSocketAddress(host, port);
            case TpmAddress.Unix(Path path) -> UnixDomainSocketAddress.of(path);
            case TpmAddress.Device device -> throw new IllegalStateException(device.toString());
        };
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

    /// With time for a machine that is busy.
    Tpm open() {
        return open(TpmConfig.defaults());
    }

    Tpm open(TpmConfig config) {
        return Tpm.open(address, config.withTimes(PATIENCE, PATIENCE));
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
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
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
}
