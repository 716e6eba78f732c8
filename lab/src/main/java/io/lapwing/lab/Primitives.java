package io.lapwing.lab;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Fault;
import io.lapwing.lab.Primitive.Benchmark;
import io.lapwing.lab.Primitive.Bound;
import io.lapwing.service.TemporaryFolder;
import io.lapwing.vault.pkcs11.Pkcs11Config;
import io.lapwing.vault.pkcs11.Pkcs11Token;
import io.lapwing.vault.pkcs11.Pkcs11Vault;
import io.lapwing.vault.pkcs11.TokenCeiling;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Measures primitives and their bounds by JMH, each in a Java machine of its own, one after the other.
final class Primitives {
    private static final int WARM_UP_S = 2;

    private final int seconds;
    private final PrintWriter progress;
    private final Map<Benchmark, Measured> done = new HashMap<>();
    private int total;

    /// @param seconds how long each is measured
    Primitives(int seconds, PrintWriter progress) {
        this.seconds = seconds;
        this.progress = progress;
    }

    private record Measured(double nanos, double errorNanos) {}

    /// Measures those whose name the pattern is found in.
    ///
    /// @throws Fault `BAD_INPUT` when it is found in none
    PrimitivesReport run(Pattern filter) {
        List<Primitive> wanted = wanted(filter);
        total = (int) wanted.stream().flatMap(p -> benchmarks(p).stream()).distinct().count();
        List<PrimitivesReport.Row> rows = new ArrayList<>();
        for (Primitive primitive : wanted) {
            Measured itself = measured(primitive.benchmark());
            double bound =
                    switch (primitive.bound()) {
                        case Bound.Times(_, int times, Benchmark bare) ->
                                times * measured(bare).nanos();
                        case Bound.Token _ -> tokenNanos();
                    };
            rows.add(
                    new PrimitivesReport.Row(
                            primitive.name(),
                            itself.nanos(),
                            itself.errorNanos(),
                            primitive.bound().name(),
                            bound,
                            bound / itself.nanos()));
        }
        return new PrimitivesReport(
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                Aes.best().engine(),
                seconds,
                rows);
    }

    private List<Primitive> wanted(Pattern filter) {
        boolean token = Pkcs11Token.SOFTHSM_PLACES.stream().anyMatch(Files::isReadable);
        if (!token) {
            progress.println("without SoftHSM2, which is not installed: apt-get install softhsm2");
        }
        List<Primitive> wanted =
                Primitive.all().stream()
                        .filter(p -> filter.matcher(p.name()).find())
                        .filter(p -> token || !(p.bound() instanceof Bound.Token))
                        .toList();
        if (wanted.isEmpty()) {
            throw Fault.badInput(
                    "--filter %s: found in the name of no primitive, such as «%s»"
                            .formatted(filter, Primitive.all().getFirst().name()));
        }
        return wanted;
    }

    private static List<Benchmark> benchmarks(Primitive primitive) {
        return switch (primitive.bound()) {
            case Bound.Times(_, _, Benchmark bare) -> List.of(primitive.benchmark(), bare);
            case Bound.Token _ -> List.of(primitive.benchmark());
        };
    }

    private Measured measured(Benchmark benchmark) {
        Measured before = done.get(benchmark);
        if (before != null) {
            return before;
        }
        progress.printf(
                "%d of %d: %s.%s%n",
                done.size() + 1, total, benchmark.type().getSimpleName(), benchmark.method());
        Measured now = measure(benchmark);
        done.put(benchmark, now);
        return now;
    }

    private Measured measure(Benchmark benchmark) {
        Options options =
                new OptionsBuilder()
                        .include("^" + Pattern.quote(benchmark.label()) + "$")
                        .mode(Mode.AverageTime)
                        .timeUnit(TimeUnit.NANOSECONDS)
                        .forks(1)
                        .warmupIterations(WARM_UP_S)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(seconds)
                        .measurementTime(TimeValue.seconds(1))
                        .jvmArgs(
                                "-XX:+UseCompactObjectHeaders",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Xmx1g")
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build();
        try {
            Result<?> result = new Runner(options).runSingle().getPrimaryResult();
            double error = result.getScoreError();
            return new Measured(result.getScore(), Double.isNaN(error) ? 0 : error);
        } catch (RunnerException e) {
            throw new Fault(Fault.Kind.INTERNAL, "JMH cannot run " + benchmark.label(), e);
        }
    }

    /// A loop over the token's own calls in this Java machine, since they are of one package.
    private double tokenNanos() {
        try (TemporaryFolder folder = TemporaryFolder.of("lapwing-lab")) {
            Pkcs11Config config = Pkcs11Token.init(Pkcs11Token.softHsm(), folder.path());
            Pkcs11Vault.create(config).close();
            double _ = TokenCeiling.joinsPerSecond(config, 1, Duration.ofSeconds(WARM_UP_S));
            return 1e9 / TokenCeiling.joinsPerSecond(config, 1, Duration.ofSeconds(seconds));
        }
    }
}
