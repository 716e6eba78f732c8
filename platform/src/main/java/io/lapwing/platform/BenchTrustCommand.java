package io.lapwing.platform;

import io.lapwing.service.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures the trusted environment over the simulated radio, with software TPMs.
@Command(
        name = "trust",
        description = {
            "Measure joins and key distributions over simulated LoRa, with a TPM at each.",
            "",
            "Table 2 of the paper (busy time of the Central Entity and two nodes) for both profiles, at"
                    + " four spreading factors with up to 30 %% of all frames lost: radio in virtual"
                    + " time, computing as it is measured with software TPMs (swtpm), and on a clean"
                    + " channel with the published times of two chips. The bound is the fewest frames,"
                    + " none lost, none acknowledged; the ratio is elapsed time to bound and time in"
                    + " TPMs. Then key translations a second, and many nodes that join in one cell."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  ./lapwing bench trust --plots docs/pictures",
            "  ./lapwing bench trust --runs 5 --nodes 500 --json"
        })
final class BenchTrustCommand implements Callable<Integer> {
    private final Context context;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "How many of each where frames are lost; 40 by default.")
    private int runs = 40;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of the radio's chance; 1 by default.")
    private int seed = 1;

    @Option(
            names = "--sf",
            paramLabel = "N",
            split = ",",
            description = "Spreading factors; 7,9,10,12 by default.")
    private List<Integer> factors = TrustBench.FACTORS;

    @Option(
            names = "--loss",
            paramLabel = "SHARE",
            split = ",",
            description = "Shares of all frames that are lost; 0,0.1,0.2,0.3 by default.")
    private List<Double> losses = TrustBench.LOSSES;

    @Option(
            names = "--translations",
            paramLabel = "N",
            description = "How many are timed; 500 by default.")
    private int translations = 500;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description = "That join in one cell; 10000 by default.")
    private int nodes = 10_000;

    @Option(
            names = "--plots",
            paramLabel = "DIR",
            description = "Draw pictures (SVG) into this folder too.")
    private @Nullable Path plots;

    BenchTrustCommand(Context context) {
        this.context = context;
    }

    /// What the paper's Table 2 says, in seconds. It does not say the spreading factor.
    ///
    /// @param busyN1S of a join: of the node that joins
    record Paper(String procedure, double busyCeS, double busyN1S, double busyN2S) {
        static List<Paper> table2() {
            return List.of(
                    new Paper("join", 44.7, 44.7, 1.12), new Paper("keys", 47.5, 53.7, 1.32));
        }
    }

    /// Key translations a second of one Central Entity.
    record Rates(double withSwtpm, double withMemoryVault) {}

    /// What came of it.
    record Report(
            int runs,
            int seed,
            List<Paper> paper,
            List<BenchTarget> targets,
            List<TrustBench.Row> rows,
            List<TrustBench.Row> modelled,
            List<TrustBench.Legs> legs,
            Rates translationsPerSecond,
            List<TrustCrowd.Result> crowds) {}

    @Override
    public Integer call() {
        BenchBounds.check("--runs", runs, 1, 10_000);
        BenchBounds.check("--seed", seed, 1, Integer.MAX_VALUE);
        BenchBounds.check("--translations", translations, 1, 100_000);
        BenchBounds.check("--nodes", nodes, 1, TrustCrowd.MOST_NODES);
        Report report = measure(new TrustBench.Plan(factors, losses, runs, seed));
        if (plots != null) {
            TrustPlots.write(context.file(plots), report);
        }
        print(report);
        return ExitCode.DONE.number();
    }

    private Report measure(TrustBench.Plan plan) {
        try (Progress progress = context.terminal().progress("Settings measured", plan.steps())) {
            var bench = new TrustBench(plan, progress);
            TrustBench.Measured measured = bench.measured(SwtpmChips::new);
            return new Report(
                    runs,
                    seed,
                    Paper.table2(),
                    TrustTargets.of(measured.rows()),
                    measured.rows(),
                    bench.modelled(),
                    measured.legs(),
                    rates(),
                    TrustCrowd.both(nodes, seed));
        }
    }

    private Rates rates() {
        try (TrustChips swtpm = new SwtpmChips();
                TrustChips software = TrustChips.software()) {
            double _ = TrustRates.translationsPerSecond(software, translations);
            return new Rates(
                    BenchBounds.rounded(TrustRates.translationsPerSecond(swtpm, translations)),
                    BenchBounds.rounded(TrustRates.translationsPerSecond(software, translations)));
        }
    }

    private void print(Report report) {
        Terminal terminal = context.terminal();
        if (context.json()) {
            terminal.line(Json.strict().build().pretty(report));
            return;
        }
        terminal.table(rows(report.rows()));
        terminal.line();
        terminal.table(rows(report.modelled()));
        terminal.line();
        TextTable paper = new TextTable("the paper, no SF said", "CE s", "N1 s", "N2 s");
        report.paper()
                .forEach(one ->
                        paper.row(one.procedure(), one.busyCeS(), one.busyN1S(), one.busyN2S()));
        terminal.table(paper);
        terminal.line();
        terminal.table(BenchTarget.table(report.targets()));
        terminal.line();
        terminal.line(
                "Key translations a second of one Central Entity: %,.0f with swtpm, %,.0f with a memory vault"
                        .formatted(
                                report.translationsPerSecond().withSwtpm(),
                                report.translationsPerSecond().withMemoryVault()));
        report.crowds().forEach(one -> terminal.line(one.told()));
    }

    private static TextTable rows(List<TrustBench.Row> rows) {
        TextTable table =
                new TextTable(
                        "profile", "of", "times", "SF", "lost", "CE s", "N1 s", "N2 s", "all s",
                        "bound", "air s", "TPM s", "ratio", "octets", "N1 mJ");
        for (TrustBench.Row row : rows) {
            table.row(
                    row.profile(),
                    row.procedure(),
                    row.times(),
                    row.spreadingFactor(),
                    "%.0f %%".formatted(100 * row.loss()),
                    row.busyCeS(),
                    row.busyN1S(),
                    row.busyN2S(),
                    row.elapsedS(),
                    row.boundS(),
                    row.airS(),
                    row.tpmS(),
                    row.ratio(),
                    row.octets(),
                    row.energyN1Mj());
        }
        return table;
    }
}
