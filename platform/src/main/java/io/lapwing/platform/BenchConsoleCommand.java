package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.service.people.PasswordCeiling;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures the console and the API over HTTPS against a server process, and the ceilings beside them.
@Command(
        name = "console",
        description = {
            "Measure the console and the API over a million devices: pages, routes, search as you type, signing in,"
                    + " page weight and first paint.",
            "",
            "A server process of this installation answers. The first administrator comes through the first run, with an"
                    + " authenticator app; devices join and jobs are done before it begins. The ceilings in the same"
                    + " run: the same server answering a fixed body of as many octets, and the bare Argon2id of a"
                    + " password on all processors. The server's heap is looked at after each step.",
            "",
            "Weights and paints are those of a Chromium on the PATH, over this machine's line and over one of 400 kbit/s"
                    + " and 400 ms; without one (apt-get install chromium) they are left out."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  ./lapwing bench console",
            "  ./lapwing bench console --devices 100000 --store postgres --seconds 60 --json"
        })
final class BenchConsoleCommand implements Callable<Integer> {
    private static final Duration CEILING = Duration.ofSeconds(2);

    /// Into how many slices the time is cut: one for each page, route and kind of search, a quarter more for each fixed
    /// body, two for signing in.
    private static final int SLICES = 23;

    /// From this time on each page is visited three times by the browser.
    private static final int LONG_SECONDS = 30;

    private static final int LEAST_DEVICES = 200;
    private static final String READ_MEANWHILE = "device";

    private final Context context;

    @Option(names = "--devices", paramLabel = "N", description = "How many; 1000000 by default.")
    private int devices = 1_000_000;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "Keep-alive connections, one request under way on each; 8 by default.")
    private int connections = 8;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description =
                    "How long is measured in all, in equal parts; 120 by default. The browser's visits take about a minute"
                            + " more.")
    private int seconds = 120;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description =
                    "Seconds of the same requests before that are not measured; 60 by default.")
    private int warmUp = 60;

    @Mixin private BenchInstance instance = new BenchInstance();

    BenchConsoleCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        BenchBounds.check("--devices", devices, LEAST_DEVICES, 10_000_000);
        BenchBounds.check("--connections", connections, 1, LEAST_DEVICES);
        BenchBounds.check("--seconds", seconds, 1, 86_400);
        BenchBounds.check("--warm-up", warmUp, 0, 3600);
        Optional<Path> chromium = BenchChromium.find(context.surroundings().environment());
        if (chromium.isEmpty()) {
            context.terminal()
                    .note(
                            "no Chromium on the PATH, so no page weights and paints: apt-get install chromium");
        }
        try (BenchFolder made = instance.make(context);
                BenchFleet fleet = BenchFleet.described(devices, Aes.best())) {
            BenchFolder.Prepared prepared = made.prepare(fleet, context.terminal());
            ConsoleReport report = measure(made, prepared, fleet, chromium);
            if (context.json()) {
                context.terminal().line(report.json());
            } else {
                report.print(context.terminal());
            }
        }
        return ExitCode.DONE.number();
    }

    private ConsoleReport measure(
            BenchFolder made,
            BenchFolder.Prepared prepared,
            BenchFleet fleet,
            Optional<Path> chromium) {
        context.terminal().note("measuring the bare Argon2id");
        double argon2id = argon2idPerSecond();
        try (BenchServer server =
                        BenchServer.withConsole(made, prepared.networkServer(), javaOptions());
                ConsoleBench bench =
                        new ConsoleBench(
                                server,
                                made,
                                prepared,
                                new ConsoleBench.Bench(plan(), context.terminal()))) {
            int joined = bench.enliven(made, fleet, prepared.tls());
            List<BenchPath> pages = BenchPath.pages(bench.caller(), joined);
            List<BenchPath> api = BenchPath.api(bench.caller(), devices);
            bench.warmUp(Stream.concat(pages.stream(), api.stream()).toList());
            bench.mark();
            List<ConsoleReport.Asked> ofPages = bench.asked(pages);
            List<ConsoleReport.Asked> ofApi = bench.asked(api);
            List<ConsoleReport.Typed> typed = bench.typed();
            ConsoleReport.SignIns signIns = signIns(bench, pages, ofPages, argon2id);
            Optional<ConsoleReport.Browser> seen =
                    chromium.map(program -> bench.browser(program, made.root(), prepared));
            bench.mark();
            return new ConsoleReport(
                    new ConsoleReport.Setting(
                            devices,
                            connections,
                            seconds,
                            instance.store(),
                            instance.vault(),
                            prepared.imported().took().toMillis() / 1e3),
                    ofPages,
                    ofApi,
                    typed,
                    signIns,
                    seen,
                    ConsoleReport.Heap.of(bench.marks()));
        }
    }

    private static ConsoleReport.SignIns signIns(
            ConsoleBench bench,
            List<BenchPath> pages,
            List<ConsoleReport.Asked> measured,
            double argon2id) {
        BenchPath page =
                pages.stream()
                        .filter(one -> one.name().equals(READ_MEANWHILE))
                        .findFirst()
                        .orElseThrow();
        double perSecond =
                measured.stream()
                        .filter(one -> one.name().equals(READ_MEANWHILE))
                        .mapToDouble(ConsoleReport.Asked::perSecond)
                        .sum();
        return bench.signIns(argon2id, page, perSecond);
    }

    private ConsoleBench.Plan plan() {
        return new ConsoleBench.Plan(
                devices,
                connections,
                Duration.ofMillis(seconds * 1000L / SLICES),
                Duration.ofSeconds(warmUp),
                seconds < LONG_SECONDS ? 1 : 3);
    }

    /// On all processors.
    private double argon2idPerSecond() {
        Duration time = CEILING.compareTo(plan().slice()) < 0 ? CEILING : plan().slice();
        return BenchThreads.run(
                        Runtime.getRuntime().availableProcessors(),
                        _ ->
                                () -> {
                                    try (PasswordCeiling ceiling = new PasswordCeiling()) {
                                        double _ = ceiling.hashesPerSecond(time.dividedBy(2));
                                        return ceiling.hashesPerSecond(time);
                                    }
                                })
                .stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    /// The Java machine of the server takes the same further options as this one.
    private List<String> javaOptions() {
        String options = context.surroundings().environment().getOrDefault("LAPWING_JAVA_OPTS", "");
        return Arrays.stream(options.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }
}
