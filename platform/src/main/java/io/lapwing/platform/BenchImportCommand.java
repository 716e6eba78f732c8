package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.service.Json;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures the import of devices.
@Command(
        name = "import",
        description = {
            "Measure the import of devices whose keys are sealed under a transport key.",
            "",
            "Each device is a row with its own audit record; its key is opened in the vault and"
                    + " wrapped for its row."
        },
        footer = {"", "@|bold Example|@", "  ./lapwing bench import --devices 1000000"})
final class BenchImportCommand implements Callable<Integer> {
    private final Context context;

    @Option(names = "--devices", paramLabel = "N", description = "How many; 100000 by default.")
    private int devices = 100_000;

    @Option(
            names = "--store",
            paramLabel = "embedded|postgres",
            description = "Where rows are kept; a PostgreSQL server is started for it.")
    private PlatformConfig.StoreEngine store = PlatformConfig.StoreEngine.EMBEDDED;

    @Option(
            names = "--vault",
            paramLabel = "memory|pkcs11",
            description = "Where root keys are; pkcs11 is a token of SoftHSM2 made for it.")
    private PlatformConfig.VaultAdapter vault = PlatformConfig.VaultAdapter.MEMORY;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "On the disk to measure; the system's temporary folder by default.")
    private @Nullable Path folder;

    BenchImportCommand(Context context) {
        this.context = context;
    }

    /// What came of it.
    record Report(
            int devices,
            PlatformConfig.StoreEngine store,
            PlatformConfig.VaultAdapter vault,
            double seconds,
            double devicesPerSecond) {}

    @Override
    public Integer call() {
        BenchBounds.check("--devices", devices, 1, 10_000_000);
        try (BenchFolder made =
                        BenchFolder.make(BenchBounds.folder(context, folder), store, vault);
                BenchFleet fleet = new BenchFleet(devices, Aes.best())) {
            double seconds =
                    made.prepare(fleet, context.terminal()).imported().took().toMillis() / 1e3;
            Report report =
                    new Report(
                            devices,
                            store,
                            vault,
                            BenchBounds.rounded(seconds),
                            BenchBounds.rounded(devices / seconds));
            context.terminal()
                    .line(
                            context.json()
                                    ? Json.strict().build().pretty(report)
                                    : "%,d devices in %.1f s, %,.0f a second"
                                            .formatted(devices, seconds, devices / seconds));
        }
        return ExitCode.DONE.number();
    }
}
