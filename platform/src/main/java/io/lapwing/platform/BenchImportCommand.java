package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.service.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin private BenchInstance instance = new BenchInstance();

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
        try (BenchFolder made = instance.make(context);
                BenchFleet fleet = new BenchFleet(devices, Aes.best())) {
            double seconds =
                    made.prepare(fleet, context.terminal()).imported().took().toMillis() / 1e3;
            Report report =
                    new Report(
                            devices,
                            instance.store(),
                            instance.vault(),
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
