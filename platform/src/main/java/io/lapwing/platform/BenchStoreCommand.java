package io.lapwing.platform;

import io.lapwing.service.Json;
import io.lapwing.service.Store;
import io.lapwing.service.TemporaryFolder;
import io.lapwing.service.sql.PrivatePostgres;
import io.lapwing.service.sql.StoreOptions;
import io.lapwing.service.sql.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures the store alone.
@Command(
        name = "store",
        description = {
            "Measure changes of rows, each a compare-and-set with its audit record, durable when it"
                    + " is answered.",
            "",
            "With 1, 16 and 64 callers at once, beside how often the disk can make a page durable:"
                    + " callers share a transaction, so that 64 may well pass the disk's own rate."
        },
        footer = {"", "@|bold Example|@", "  ./lapwing bench store --store postgres --json"})
final class BenchStoreCommand implements Callable<Integer> {
    private static final List<Integer> CALLERS = List.of(1, 16, 64);
    private static final Duration FSYNC = Duration.ofSeconds(2);

    private final Context context;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long for each number of callers; 5 by default.")
    private int seconds = 5;

    @Mixin private BenchPlace place = new BenchPlace();

    BenchStoreCommand(Context context) {
        this.context = context;
    }

    /// What came of it.
    record Report(
            PlatformConfig.StoreEngine store,
            double fsyncPerSecond,
            List<BenchStoreLoad.Result> commits) {}

    @Override
    public Integer call() {
        BenchBounds.check("--seconds", seconds, 1, 3600);
        try (TemporaryFolder made = place.folder(context)) {
            print(
                    switch (place.store()) {
                        case EMBEDDED -> embedded(made.path());
                        case POSTGRES -> postgres(made.passable().path());
                    });
        }
        return ExitCode.DONE.number();
    }

    private Report embedded(Path root) {
        try (Store store = Stores.embedded(root.resolve("store"), StoreOptions.of("bench"))) {
            return measure(root, store);
        }
    }

    private Report postgres(Path root) {
        try (PrivatePostgres server = PrivatePostgres.start(root.resolve("postgres"));
                Store store = Stores.postgres(server.address(), StoreOptions.of("bench"))) {
            return measure(root, store);
        }
    }

    private Report measure(Path root, Store store) {
        double fsyncs = BenchCeilings.fsyncsPerSecond(root, FSYNC);
        List<BenchStoreLoad.Result> results = new ArrayList<>();
        BenchStoreLoad load = new BenchStoreLoad(store);
        for (int callers : CALLERS) {
            context.terminal().note("measuring with " + callers + " callers");
            results.add(load.run(callers, Duration.ofSeconds(seconds)));
        }
        return new Report(place.store(), BenchBounds.rounded(fsyncs), results);
    }

    private void print(Report report) {
        if (context.json()) {
            context.terminal().line(Json.strict().build().pretty(report));
            return;
        }
        TextTable table = new TextTable("callers", "commits a second", "p50 ms", "p99 ms");
        report.commits()
                .forEach(result ->
                        table.row(
                                result.callers(),
                                result.perSecond(),
                                result.p50Ms(),
                                result.p99Ms()));
        context.terminal().table(table);
        context.terminal()
                .line(
                        "the disk makes %,.0f pages a second durable"
                                .formatted(report.fsyncPerSecond()));
    }
}
