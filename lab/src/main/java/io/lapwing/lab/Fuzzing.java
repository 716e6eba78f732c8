package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lab.FuzzReport.Finding;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Runs Jazzer, which looks at what code an input reaches to make the next, in a process for each target.
///
/// The folder holds for each target `corpus`, which grows from run to run, `findings`, tried first in the next run, `seeds`
/// and `log`.
final class Fuzzing {
    /// An input that takes longer than this is a finding.
    private static final int LONGEST_INPUT_S = 10;

    private static final int MEMORY_LIMIT_MIB = 4096;

    /// A process that is not at its end so long after it should be is ended.
    private static final int PATIENCE_S = 180;

    /// A shorter run ends before the better of the compilers has paid.
    private static final int LONG_RUN_S = 60;

    private static final int LONGEST_FINDING_BYTES = 1 << 16;

    /// libFuzzer's lines: `#149218 DONE   cov: 239 ft: 301 corp: 25/518b …`
    private static final Pattern PROGRESS =
            Pattern.compile("^#(\\d+)\\s.* cov: (\\d+) .* corp: (\\d+)/", Pattern.MULTILINE);

    private static final Pattern EXCEPTION =
            Pattern.compile("^== Java Exception: (.*)$", Pattern.MULTILINE);
    private static final Pattern ERROR =
            Pattern.compile("^==\\d+==\\s*ERROR: (.*)$", Pattern.MULTILINE);
    private static final Pattern INPUT =
            Pattern.compile("Test unit written to (.*)$", Pattern.MULTILINE);

    private final Path folder;
    private final long seed;
    private final PrintWriter progress;

    /// @param folder of the corpora, made when it is not there
    /// @param seed of the inputs: the same seed and corpora try the same inputs, as many as the time allows
    Fuzzing(Path folder, long seed, PrintWriter progress) {
        this.folder = folder.toAbsolutePath();
        this.seed = seed;
        this.progress = progress;
    }

    /// Fuzzes one target after the other.
    ///
    /// @param seconds for each
    FuzzReport run(List<FuzzTarget> targets, int seconds) {
        List<FuzzReport.Target> results = new ArrayList<>();
        for (FuzzTarget target : targets) {
            progress.printf("fuzzing %s for %d s%n", target.name(), seconds);
            try {
                results.add(run(target, seconds));
            } catch (IOException e) {
                throw new Fault(Fault.Kind.UNAVAILABLE, "cannot use the folder " + folder, e);
            }
        }
        return new FuzzReport(seed, folder.toString(), results);
    }

    private FuzzReport.Target run(FuzzTarget target, int seconds) throws IOException {
        Path place = folder.resolve(target.name());
        Path seeds = emptied(place.resolve("seeds"));
        for (int i = 0; i < target.seeds().size(); i++) {
            Files.write(seeds.resolve(Integer.toString(i)), target.seeds().get(i).toArray());
        }
        Files.createDirectories(place.resolve("corpus"));
        Files.createDirectories(place.resolve("findings"));
        Path log = place.resolve("log");
        Process process =
                new ProcessBuilder(command(target, place, seconds))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        int code = awaitEnd(process, seconds + PATIENCE_S);
        return result(target, code, log);
    }

    private List<String> command(FuzzTarget target, Path place, int seconds) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                seconds < LONG_RUN_S ? "-XX:TieredStopAtLevel=1" : "-XX:TieredStopAtLevel=4",
                "-XX:+UseSerialGC",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.type().getName(),
                "--instrumentation_includes=io.lapwing.**",
                "--custom_hook_includes=io.lapwing.**",
                "--reproducer_path=" + place,
                "-artifact_prefix=" + place.resolve("findings") + "/",
                "-seed=" + seed,
                "-max_total_time=" + seconds,
                "-max_len=" + target.longestBytes(),
                "-timeout=" + LONGEST_INPUT_S,
                "-rss_limit_mb=" + MEMORY_LIMIT_MIB,
                place.resolve("corpus").toString(),
                place.resolve("seeds").toString(),
                place.resolve("findings").toString());
    }

    private static Path emptied(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (var old = Files.list(folder)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
        return folder;
    }

    private static int awaitEnd(Process process, int seconds) {
        Thread withThisProcess = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(withThisProcess);
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                throw new Fault(Fault.Kind.INTERNAL, "Jazzer did not end in " + seconds + " s");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "interrupted while fuzzing", e);
        } finally {
            process.destroyForcibly();
            Runtime.getRuntime().removeShutdownHook(withThisProcess);
        }
    }

    private static FuzzReport.Target result(FuzzTarget target, int code, Path log)
            throws IOException {
        String said = Files.readString(log, StandardCharsets.ISO_8859_1);
        Optional<Finding> finding = code == 0 ? Optional.empty() : Optional.of(finding(said, log));
        long inputs = 0;
        long coverage = 0;
        long corpus = 0;
        Matcher at = PROGRESS.matcher(said);
        while (at.find()) {
            inputs = Long.parseLong(at.group(1));
            coverage = Long.parseLong(at.group(2));
            corpus = Long.parseLong(at.group(3));
        }
        if (code == 0 && coverage == 0) {
            throw new Fault(
                    Fault.Kind.INTERNAL, "Jazzer saw none of the code: its output is in " + log);
        }
        return new FuzzReport.Target(target.name(), inputs, coverage, corpus, finding);
    }

    private static Finding finding(String said, Path log) throws IOException {
        String what =
                last(EXCEPTION, said)
                        .or(() -> last(ERROR, said))
                        .orElse("Jazzer failed: its output is in " + log);
        Optional<String> input = last(INPUT, said);
        if (input.isEmpty()) {
            throw new Fault(Fault.Kind.INTERNAL, what + "; its output is in " + log);
        }
        try (var octets = Files.newInputStream(Path.of(input.get()))) {
            Bytes all = Bytes.of(octets.readNBytes(LONGEST_FINDING_BYTES));
            return new Finding(what, input.get(), all.toHex());
        }
    }

    private static Optional<String> last(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1).strip())
                .reduce((_, b) -> b);
    }
}
