package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.vault.tpm.TpmAddress;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A software TPM (`swtpm`) with a state of its own, as a process that ends with this one, also when this one is told to end
/// (Ctrl-C). It takes one client at a time.
final class Swtpm implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(2);

    /// What the path of a Unix socket may have, in octets (unix(7), `sun_path`, its zero not counted).
    private static final int LONGEST_PATH_BYTES = 107;

    private static final String INSTALL = "apt-get install swtpm";

    private final Path socket;
    private final Process process;
    private final Thread lastAct;

    private Swtpm(Path socket, Process process) {
        this.socket = socket;
        this.process = process;
        lastAct = new Thread(process::destroyForcibly, "swtpm-end");
    }

    /// Starts one and waits until it takes commands.
    ///
    /// @param folder where its state stays; made if it is not there
    /// @throws Fault `UNAVAILABLE` when there is no swtpm, or it does not come up
    static Swtpm start(Path folder) {
        return start(folder, "swtpm");
    }

    /// The same with a program of another name.
    static Swtpm start(Path folder, String program) {
        Path place = folder.toAbsolutePath().normalize();
        Path socket = place.resolve("tpm");
        requireShort(socket);
        Process started;
        try {
            Files.createDirectories(place);
            Files.deleteIfExists(socket);
            started =
                    new ProcessBuilder(
                                    List.of(
                                            program,
                                            "socket",
                                            "--tpm2",
                                            "--tpmstate",
                                            "dir=" + place,
                                            "--server",
                                            "type=unixio,path=" + socket,
                                            "--flags",
                                            "not-need-init"))
                            .redirectErrorStream(true)
                            .redirectOutput(place.resolve("log").toFile())
                            .start();
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "%s cannot be started: install it by %s".formatted(program, INSTALL),
                    e);
        }
        Swtpm swtpm = new Swtpm(socket, started);
        try {
            Runtime.getRuntime().addShutdownHook(swtpm.lastAct);
        } catch (IllegalStateException e) {
            swtpm.close();
            throw new Fault(Fault.Kind.UNAVAILABLE, "told to end: no TPM is started any more", e);
        }
        swtpm.awaitSocket(place.resolve("log"));
        return swtpm;
    }

    private static void requireShort(Path socket) {
        int bytes = socket.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_PATH_BYTES) {
            throw Fault.badInput(
                    "socket %s of %d bytes: want a folder with a shorter name, at most %d in all"
                            .formatted(socket, bytes, LONGEST_PATH_BYTES));
        }
    }

    private void awaitSocket(Path log) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > end || Thread.interrupted()) {
                String said = lastLine(log);
                close();
                throw new Fault(
                        Fault.Kind.UNAVAILABLE,
                        "swtpm does not come up: " + (said.isEmpty() ? "it says nothing" : said));
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private boolean answers() {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    private static String lastLine(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return lines.isEmpty() ? "" : lines.getLast();
        } catch (IOException _) {
            return "";
        }
    }

    /// Where it takes commands.
    TpmAddress address() {
        return new TpmAddress.Unix(socket);
    }

    /// Whether its process lives.
    boolean isAlive() {
        return process.isAlive();
    }

    /// Ends the process; its state stays in the folder.
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(lastAct);
        } catch (IllegalStateException _) {
            // The process is ending, and the hook does the same.
        }
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
