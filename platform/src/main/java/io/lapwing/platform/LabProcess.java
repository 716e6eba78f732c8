package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The lab: benchmarks and fuzz targets with libraries that the product does not have, in a process of its own. The launcher
/// builds it in a clone of the repository, and says where in the environment.
final class LabProcess {
    /// The folder of the lab's jars.
    static final String FOLDER = "LAPWING_LAB";

    private static final String MAIN = "io.lapwing.lab.Main";

    /// How a line of its progress begins that is a complaint.
    private static final String ERROR = "error: ";

    private final Context context;

    LabProcess(Context context) {
        this.context = context;
    }

    /// Where the lab keeps what it is to find again: beside its jars.
    Path folder(String name) {
        return jars().resolveSibling(name);
    }

    /// Starts another of its programs, with whose streams the caller speaks; what it complains of is lost.
    ///
    /// @param main the name of its class
    Process start(String main) {
        try {
            return new ProcessBuilder(command(main, List.of()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the lab's process does not start", e);
        }
    }

    /// Runs it to its end, and hands on what it writes.
    ///
    /// @return its exit code
    int run(List<String> arguments) {
        try {
            Process process = new ProcessBuilder(command(MAIN, arguments)).start();
            Thread withThisProcess = new Thread(process::destroy);
            Runtime.getRuntime().addShutdownHook(withThisProcess);
            Thread progress =
                    Thread.ofVirtual().start(() -> pass(process.errorReader(), this::progress));
            pass(process.inputReader(StandardCharsets.UTF_8), context.terminal()::line);
            progress.join();
            int code = process.waitFor();
            Runtime.getRuntime().removeShutdownHook(withThisProcess);
            return code;
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the lab's process does not start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "interrupted while the lab worked", e);
        }
    }

    private void progress(String line) {
        if (line.startsWith(ERROR)) {
            context.terminal().error(line.substring(ERROR.length()));
        } else {
            context.terminal().note(line);
        }
    }

    private List<String> command(String main, List<String> arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                jars().resolve("*").toString(),
                                main));
        command.addAll(arguments);
        return command;
    }

    /// The form of the result, as the lab names it.
    String form() {
        return context.json() ? "json" : "text";
    }

    private Path jars() {
        String said = context.surroundings().environment().getOrDefault(FOLDER, "");
        if (said.isEmpty() || !Files.isDirectory(Path.of(said))) {
            throw new Fault(
                    Fault.Kind.NOT_FOUND,
                    "the lab is not built: run this as ./lapwing in a clone of the repository");
        }
        return Path.of(said);
    }

    private static void pass(BufferedReader lines, Consumer<String> reader) {
        try (lines) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                reader.accept(line);
            }
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the lab's output cannot be read", e);
        }
    }
}
