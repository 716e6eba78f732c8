package io.lapwing.service.sql;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A PostgreSQL server of our own in a folder of its own, on a free port of the loopback interface, from the programs
/// that are installed here. Made on first start; the data stay in the folder.
///
/// The server refuses to run as root: then it runs as the user `postgres`, who becomes the folder's owner and must be
/// able to reach it.
public final class PrivatePostgres implements AutoCloseable {
    private static final String USER = "lapwing";
    private static final int PASSWORD_BYTES = 24;
    private static final int PROGRAM_TIMEOUT_S = 60;
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    private final Path folder;
    private final Path programs;
    private final int port;

    private PrivatePostgres(Path folder, Path programs, int port) {
        this.folder = folder;
        this.programs = programs;
        this.port = port;
    }

    /// Starts the server, and makes it first when the folder is empty.
    ///
    /// @throws Fault `UNAVAILABLE` when PostgreSQL is not installed or does not start
    public static PrivatePostgres start(Path folder) {
        Path absolute = folder.toAbsolutePath();
        PrivatePostgres server = new PrivatePostgres(absolute, programs(), freePort());
        try {
            server.make();
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "the folder %s cannot hold a PostgreSQL server: %s"
                            .formatted(absolute, e.getMessage()),
                    e);
        }
        server.startAgain();
        return server;
    }

    /// Starts the server where it was before it was closed or killed, on the same port.
    public void startAgain() {
        run(
                "pg_ctl",
                "-D",
                data(),
                "-l",
                folder.resolve("server.log").toString(),
                "-w",
                "-o",
                "-h 127.0.0.1 -p %d -k '' -c max_connections=100".formatted(port),
                "start");
    }

    /// Kills the server without a word, as a crash of the machine does, and waits until none of its processes lives.
    public void kill() {
        ProcessHandle parent = process();
        List<ProcessHandle> all = new ArrayList<>(parent.descendants().toList());
        all.add(parent);
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }

    /// Where it answers.
    public PostgresAddress address() {
        try {
            return new PostgresAddress(
                    "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port),
                    USER,
                    Secret.take(Files.readAllBytes(passwordFile())));
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "cannot read " + passwordFile() + ": run as its owner",
                    e);
        }
    }

    /// The process of the server's parent.
    public ProcessHandle process() {
        try {
            String pid = Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst();
            return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the server in " + folder + " is down", e);
        }
    }

    private void make() throws IOException {
        Files.createDirectories(folder);
        if (Files.exists(folder.resolve("data/PG_VERSION"))) {
            return;
        }
        byte[] password = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(password);
        Files.createFile(
                passwordFile(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile(), Bytes.of(password).toHex());
        if (isRoot()) {
            execute(List.of("chown", "-R", "postgres", folder.toString()));
        }
        run(
                "initdb",
                "-D",
                data(),
                "-U",
                USER,
                "-A",
                "scram-sha-256",
                "--pwfile=" + passwordFile(),
                "-E",
                "UTF8",
                "--locale=C");
    }

    private Path passwordFile() {
        return folder.resolve("password");
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private void run(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(
                    List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        execute(command);
    }

    private void execute(List<String> command) {
        try {
            // Into a file: the server inherits it and would hold a pipe open for good.
            Path output = Files.createTempFile("lapwing-postgres", ".log");
            try {
                Process process =
                        new ProcessBuilder(command)
                                .directory(folder.toFile())
                                .redirectErrorStream(true)
                                .redirectOutput(output.toFile())
                                .start();
                boolean ended = process.waitFor(PROGRAM_TIMEOUT_S, TimeUnit.SECONDS);
                if (!ended || process.exitValue() != 0) {
                    process.destroy();
                    throw new Fault(
                            Fault.Kind.UNAVAILABLE,
                            "%s failed: %s"
                                    .formatted(
                                            command,
                                            Files.readString(output, StandardCharsets.UTF_8)));
                }
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "cannot run " + command.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "interrupted", e);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static Path programs() {
        List<Path> places = new ArrayList<>();
        if (Files.isDirectory(DEBIAN)) {
            try (Stream<Path> versions = Files.list(DEBIAN)) {
                versions.sorted(Comparator.comparingInt(PrivatePostgres::version).reversed())
                        .map(version -> version.resolve("bin"))
                        .forEach(places::add);
            } catch (IOException _) {
                // Then the PATH decides.
            }
        }
        String path = System.getenv("PATH");
        if (path != null) {
            Stream.of(path.split(":")).map(Path::of).forEach(places::add);
        }
        return places.stream()
                .filter(place -> Files.isExecutable(place.resolve("initdb")))
                .findFirst()
                .orElseThrow(() ->
                        new Fault(
                                Fault.Kind.UNAVAILABLE,
                                "no PostgreSQL server programs here: apt-get install postgresql"));
    }

    private static int version(Path folder) {
        String name = folder.getFileName().toString();
        return name.matches("\\d{1,4}") ? Integer.parseInt(name) : 0;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "no free port on the loopback interface", e);
        }
    }

    /// Stops the server; the data stay.
    @Override
    public void close() {
        run("pg_ctl", "-D", data(), "-m", "fast", "-w", "stop");
    }
}
