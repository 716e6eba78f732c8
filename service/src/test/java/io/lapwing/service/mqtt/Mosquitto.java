package io.lapwing.service.mqtt;

import io.lapwing.service.Pem;
import io.lapwing.service.Pki;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A Mosquitto on the loopback interface: TLS with a certificate of an authority of its own, and one user.
final class Mosquitto implements AutoCloseable {
    static final String USER = "lapwing";
    static final String PASSWORD = "secret-of-the-test";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<String> PLACES =
            List.of("/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/usr/bin/mosquitto");

    final Pki pki;
    final int port;
    private final Path folder;
    private Process process;

    Mosquitto(Path folder) {
        this.folder = folder;
        pki = Pki.openOrCreate(folder.resolve("pki"), "Broker", InstantSource.system());
        port = freePort();
        configure();
        process = start();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String program() {
        return PLACES.stream()
                .filter(place -> Files.isExecutable(Path.of(place)))
                .findFirst()
                .orElseThrow(() ->
                        new AssertionError("no mosquitto: install the Debian package mosquitto"));
    }

    private void configure() {
        try {
            var server = pki.issueServer(List.of("localhost"));
            Pem.writeCertificates(folder.resolve("server.pem"), server.chain());
            Pem.writeKey(folder.resolve("server.key"), server);
            Path passwords = folder.resolve("passwords");
            Files.writeString(passwords, "");
            run("mosquitto_passwd", "-b", passwords.toString(), USER, PASSWORD);
            Files.writeString(
                    folder.resolve("mosquitto.conf"),
                    """
                    listener %1$d 127.0.0.1
                    certfile %2$s/server.pem
                    keyfile %2$s/server.key
                    allow_anonymous false
                    password_file %2$s/passwords
                    persistence true
                    persistence_location %2$s/
                    autosave_on_changes true
                    autosave_interval 1
                    user %3$s
                    log_dest file %2$s/mosquitto.log
                    """
                            .formatted(port, folder, System.getProperty("user.name")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void run(String... command) {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    || process.exitValue() != 0) {
                throw new AssertionError(Arrays.toString(command) + " failed");
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("install the Debian package mosquitto", e);
        }
    }

    private Process start() {
        try {
            Process started =
                    new ProcessBuilder(program(), "-c", folder.resolve("mosquitto.conf").toString())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("mosquitto.out").toFile())
                            .start();
            awaitPort();
            return started;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitPort() {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - until < 0) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
                return;
            } catch (IOException _) {
                Thread.onSpinWait();
            }
        }
        throw new AssertionError("mosquitto does not listen: see " + folder);
    }

    /// Ends it as a power cut does.
    void kill() {
        process.destroyForcibly();
        await();
    }

    void restart() {
        process = start();
    }

    private void await() {
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        await();
    }
}
