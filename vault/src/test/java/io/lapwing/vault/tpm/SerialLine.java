package io.lapwing.vault.tpm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// A character device behind which a software TPM is: a pseudo terminal that `socat` joins to its socket.
final class SerialLine implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final Path terminal;

    private SerialLine(Process process, Path terminal) {
        this.process = process;
        this.terminal = terminal;
    }

    static SerialLine to(Swtpm swtpm) {
        Path terminal = swtpm.folder().resolve("tty");
        try {
            Process process =
                    new ProcessBuilder(
                                    "socat",
                                    "PTY,rawer,link=" + terminal,
                                    "UNIX-CONNECT:" + swtpm.folder().resolve("tpm"))
                            .redirectErrorStream(true)
                            .redirectOutput(swtpm.folder().resolve("socat").toFile())
                            .start();
            await(process, terminal);
            return new SerialLine(process, terminal);
        } catch (IOException e) {
            throw new UncheckedIOException("socat cannot be started: apt-get install socat", e);
        }
    }

    private static void await(Process process, Path terminal) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(terminal)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("socat ended or made no " + terminal);
            }
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    TpmAddress device() {
        return new TpmAddress.Device(terminal);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
