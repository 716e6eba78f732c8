package io.lapwing.platform;

import io.lapwing.service.TemporaryFolder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a bench keeps what it measures, as options.
final class BenchPlace {
    @Option(
            names = "--store",
            paramLabel = "embedded|postgres",
            description = "Where rows are kept; a PostgreSQL server is started for it.")
    private PlatformConfig.StoreEngine store = PlatformConfig.StoreEngine.EMBEDDED;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "On the disk to measure; the system's temporary folder by default.")
    private @Nullable Path folder;

    PlatformConfig.StoreEngine store() {
        return store;
    }

    TemporaryFolder folder(Context context) {
        return TemporaryFolder.in(BenchBounds.folder(context, folder), "lapwing-bench");
    }

    /// The data folder of an instance.
    BenchFolder instance(Context context, PlatformConfig.VaultAdapter vault) {
        return BenchFolder.make(BenchBounds.folder(context, folder), store, vault);
    }
}
