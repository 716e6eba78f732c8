package io.lapwing.platform;

import io.lapwing.service.Json;
import io.lapwing.service.Store;
import io.lapwing.service.sql.PrivatePostgres;
import io.lapwing.service.sql.StoreOptions;
import io.lapwing.service.sql.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
        })
final class BenchStoreCommand implements Callable<Integer> {
    private static final List<Integer> CALLERS = List.of(1, 16, 64);
    private static final Duration FSYNC = Duration.ofSeconds(2);

    private final Context context;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long for each number of callers; 5 by default.")
    private int seconds = 5;

    @Option(
            names = "--store",
            paramLabel = "embedded|postgres",
            description = "Which; a PostgreSQL server is started for it.")
    private PlatformConfig.StoreEngine engine = PlatformConfig.StoreEngine.EMBEDDED;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "On the disk to measure; the system's temporary folder by default.")
    private @Nullable Path folder;

    BenchStoreCommand(Context context) {
        this.context = context;
    }

    /// What came of it.
    record Report(
            PlatformConfig.StoreEngine store,
            double fsyncPerSecond,
            List<BenchStoreLoad.Result> commits) {}

    @Override
    public Integer call() throws IOException {
        BenchBounds.check("--seconds", seconds, 1, 3600);
        Path root = Files.createTempDirectory(BenchBounds.folder(context, folder), "lapwing-bench");
        try {
            Report report =
                    switch (engine) {
                        case EMBEDDED -> {
                            try (Store store =
                                    Stores.embedded(
                                            root.resolve("store"), StoreOptions.of("bench"))) {
                                yield measure(root, store);
                            }
                        }
                        case POSTGRES -> {
                            try (PrivatePostgres server =
                                            PrivatePostgres.start(root.resolve("postgres"));
                                    Store store =
                                            Stores.postgres(
                                                    server.address(), StoreOptions.of("bench"))) {
                                yield measure(root, store);
                            }
                        }
                    };
            print(report);
        } finally {
            delete(root);
        }
        return ExitCode.DONE.number();
    }

    private Report measure(Path root, Store store) {
        double fsyncs = BenchCeilings.fsyncsPerSecond(root, FSYNC);
        List<BenchStoreLoad.Result> results = new ArrayList<>();
        BenchStoreLoad load = new BenchStoreLoad(store);
        for (int callers : CALLERS) {
            context.terminal().note("measuring with " + callers + " callers");
            results.add(load.run(callers, Duration.ofSeconds(seconds)));
        }
        return new Report(engine, BenchBounds.rounded(fsyncs), results);
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

    private static void delete(Path root) {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
