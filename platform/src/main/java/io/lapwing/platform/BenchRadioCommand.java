package io.lapwing.platform;

import io.lapwing.service.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures the radio link beside what no link can do without.
@Command(
        name = "radio",
        description = {
            "Measure the LoRa link in virtual time, beside what no link can do without.",
            "",
            "Joins and key distributions of a trusted environment, as messages of their length, at four spreading"
                    + " factors with up to 30 %% of all frames lost. The bound is the fewest frames, none lost, none"
                    + " acknowledged; the ratio is bound to mean. Then frames of nodes that send as they like beside"
                    + " ALOHA's formula, and a cell of many nodes. Time to compute is not in it."
        },
        footer = {"", "@|bold Example|@", "  ./lapwing bench radio --plots docs/pictures"})
final class BenchRadioCommand implements Callable<Integer> {
    private final Context context;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "How many of each where frames are lost; 400 by default.")
    private int runs = 400;

    @Option(names = "--seed", paramLabel = "N", description = "Of all chance; 1 by default.")
    private int seed = 1;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description = "In the cell of many; 10000 by default.")
    private int nodes = 10_000;

    @Option(
            names = "--plots",
            paramLabel = "DIR",
            description = "Draw pictures (SVG) into this folder too.")
    private @Nullable Path plots;

    BenchRadioCommand(Context context) {
        this.context = context;
    }

    /// What came of it.
    record Report(
            int runs,
            int seed,
            List<RadioBench.Elapsed> elapsed,
            List<RadioBench.Capacity> capacity,
            RadioBench.Crowd crowd) {}

    @Override
    public Integer call() {
        BenchBounds.check("--runs", runs, 1, 100_000);
        BenchBounds.check("--seed", seed, 1, Integer.MAX_VALUE);
        BenchBounds.check("--nodes", nodes, 1, 60_000);
        RadioBench bench = new RadioBench(runs, seed);
        Report report =
                new Report(runs, seed, bench.elapsed(), bench.capacity(), bench.crowd(nodes));
        if (plots != null) {
            RadioPlots.write(context.file(plots), bench, report);
        }
        print(report);
        return ExitCode.DONE.number();
    }

    private void print(Report report) {
        if (context.json()) {
            context.terminal().line(Json.strict().build().pretty(report));
            return;
        }
        TextTable elapsed =
                new TextTable(
                        "exchange", "SF", "lost", "mean s", "p95 s", "air s", "bound s", "ratio");
        for (RadioBench.Elapsed one : report.elapsed()) {
            for (RadioBench.AtLoss at : one.atLosses()) {
                elapsed.row(
                        one.exchange(),
                        one.spreadingFactor(),
                        "%.0f %%".formatted(100 * at.loss()),
                        at.meanS(),
                        at.p95S(),
                        at.airTimeS(),
                        one.boundS(),
                        at.ratio());
            }
        }
        context.terminal().table(elapsed);
        TextTable capacity = new TextTable("nodes", "ALOHA", "simulated", "with capture");
        report.capacity()
                .forEach(one ->
                        capacity.row(one.nodes(), one.aloha(), one.simulated(), one.withCapture()));
        context.terminal().table(capacity);
        RadioBench.Crowd crowd = report.crowd();
        context.terminal()
                .line(
                        "%,d nodes in one cell: %,d readings received in %,.0f s of virtual time, simulated in %.1f s"
                                .formatted(
                                        crowd.nodes(),
                                        crowd.received(),
                                        crowd.virtualS(),
                                        crowd.realS()));
    }
}
