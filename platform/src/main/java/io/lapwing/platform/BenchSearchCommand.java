package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.kms.Kms;
import io.lapwing.service.Json;
import io.lapwing.service.Store;
import io.lapwing.service.TemporaryFolder;
import io.lapwing.service.sql.PrivatePostgres;
import io.lapwing.service.sql.StoreOptions;
import io.lapwing.service.sql.Stores;
import io.lapwing.vault.Vault;
import io.lapwing.vault.memory.MemoryVault;
import io.lapwing.vault.memory.Seal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures what the console and the API ask of the store.
@Command(
        name = "search",
        description = {
            "Measure what the console and the API ask of the store: pages of devices, search as one types, counts, a"
                    + " device's audit trail.",
            "",
            "One caller asks, without HTTP, over devices of which each has an owner and three labels: one that all"
                    + " have alike, one of a hundred sites, one of its own."
        },
        footer = {"", "@|bold Example|@", "  ./lapwing bench search --devices 1000000 --json"})
final class BenchSearchCommand implements Callable<Integer> {
    private final Context context;

    @Option(names = "--devices", paramLabel = "N", description = "How many; 1000000 by default.")
    private int devices = 1_000_000;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long for each question; 2 by default.")
    private int seconds = 2;

    @Mixin private BenchPlace place = new BenchPlace();

    BenchSearchCommand(Context context) {
        this.context = context;
    }

    /// What came of it.
    ///
    /// @param makingPerSecond devices made a second, each a row with its terms and its audit record
    record Report(
            PlatformConfig.StoreEngine store,
            int devices,
            double makingPerSecond,
            List<BenchQuestions.Result> questions) {}

    @Override
    public Integer call() {
        BenchBounds.check("--devices", devices, 1_000, 10_000_000);
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
        Seal seal = new Seal.KeyFile(root.resolve("seal.key"));
        try (Vault vault = MemoryVault.create(root, seal, Aes.best())) {
            Kms kms = new Kms(store, vault, InstantSource.system(), System::nanoTime);
            BenchQuestions questions = new BenchQuestions(store, kms, devices);
            double perSecond;
            try (Progress progress = context.terminal().progress("making devices", devices)) {
                perSecond = questions.fill(progress);
            }
            return new Report(
                    place.store(),
                    devices,
                    BenchBounds.rounded(perSecond),
                    questions.run(Duration.ofSeconds(seconds)));
        }
    }

    private void print(Report report) {
        if (context.json()) {
            context.terminal().line(Json.strict().build().pretty(report));
            return;
        }
        TextTable table = new TextTable("question", "found", "p50 ms", "p95 ms", "p99 ms");
        report.questions()
                .forEach(one ->
                        table.row(
                                one.question(),
                                one.found(),
                                one.p50Ms(),
                                one.p95Ms(),
                                one.p99Ms()));
        context.terminal().table(table);
        context.terminal()
                .line(
                        "%,d devices, made at %,.0f a second"
                                .formatted(report.devices(), report.makingPerSecond()));
    }
}
