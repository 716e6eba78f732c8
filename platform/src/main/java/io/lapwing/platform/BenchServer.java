package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.service.Json;
import io.lapwing.service.TlsMaterial;
import io.lapwing.service.http.HttpsClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The server of a bench, as the bench sees it: a process of this installation, started on the bench's data folder.
final class BenchServer implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int END_TIMEOUT_S = 60;
    private static final int STATS_LIMIT_BYTES = 4096;

    private final Process process;
    private final int port;
    private final int consolePort;
    private final HttpsClient client;
    private final Optional<ProcessHandle> storeServer;
    private final Json json = Json.strict().build();

    private BenchServer(
            Process process,
            int port,
            int consolePort,
            HttpsClient client,
            Optional<ProcessHandle> storeServer) {
        this.process = process;
        this.port = port;
        this.consolePort = consolePort;
        this.client = client;
        this.storeServer = storeServer;
    }

    /// Starts it; it listens when this returns.
    ///
    /// @param javaOptions further options for its Java machine; it takes this one's AOT cache anyway
    static BenchServer start(BenchFolder folder, TlsMaterial tls, List<String> javaOptions) {
        return start(folder, tls, javaOptions, false);
    }

    /// The same with all that `up` serves: the console and the API too.
    static BenchServer withConsole(BenchFolder folder, TlsMaterial tls, List<String> javaOptions) {
        return start(folder, tls, javaOptions, true);
    }

    private static BenchServer start(
            BenchFolder folder, TlsMaterial tls, List<String> javaOptions, boolean console) {
        try {
            List<String> command = command(folder.data().root(), javaOptions);
            if (console) {
                command.add(BenchServerCommand.CONSOLE);
            }
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            return new BenchServer(
                    process,
                    port(process, out),
                    console ? port(process, out) : 0,
                    new HttpsClient(tls, TIMEOUT, STATS_LIMIT_BYTES),
                    folder.storeServer());
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the server's process does not start", e);
        }
    }

    private static List<String> command(Path data, List<String> javaOptions) {
        return Stream.of(
                        List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()),
                        List.of(
                                "-XX:+UseCompactObjectHeaders",
                                "-XX:+ExitOnOutOfMemoryError",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Xlog:disable",
                                "-Xlog:all=error:stderr"),
                        aotCache(),
                        javaOptions,
                        List.of(
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                "bench-server",
                                "--data",
                                data.toString()))
                .flatMap(List::stream)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /// The launcher runs the product with it (JEP 514).
    private static List<String> aotCache() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-XX:AOTCache="))
                .toList();
    }

    /// The line that is a number; the Java machine may have said something before.
    private static int port(Process process, BufferedReader out) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.matches("[0-9]{1,5}")) {
                return Integer.parseInt(line);
            }
        }
        process.destroy();
        throw new Fault(Fault.Kind.UNAVAILABLE, "the server ended before it listened: see above");
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /// Where the console is, for a server that has one.
    InetSocketAddress consoleAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), consolePort);
    }

    URI uri(String path) {
        return URI.create("https://127.0.0.1:" + port + path);
    }

    HttpsClient client() {
        return client;
    }

    /// The processor time that the server, and the process of its store, took so far.
    Duration processorTime() {
        Duration own = time(process.toHandle());
        return storeServer
                .map(server ->
                        Stream.concat(Stream.of(server), server.descendants())
                                .map(BenchServer::time)
                                .reduce(own, Duration::plus))
                .orElse(own);
    }

    /// Watches the memory of the server's process.
    BenchResident resident(Duration run) {
        return BenchResident.watch(process.pid(), run);
    }

    private static Duration time(ProcessHandle handle) {
        return handle.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /// How it stands, after a collection of its garbage.
    BenchServerCommand.Stats stats() {
        HttpsClient.Answer answer = client.get(uri(BenchServerCommand.STATS));
        return json.read(answer.body(), BenchServerCommand.Stats.class);
    }

    @Override
    public void close() {
        client.close();
        try {
            process.outputWriter().close();
            if (!process.waitFor(END_TIMEOUT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException _) {
            process.destroyForcibly();
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
