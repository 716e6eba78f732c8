package io.lapwing.platform;

import io.lapwing.service.TemporaryFolder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a bench keeps what it measures, as options.
final class BenchPlace {
    private static final String PREFIX = "lapwing-bench";

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
        return folder == null
                ? TemporaryFolder.of(PREFIX)
                : TemporaryFolder.in(context.file(folder), PREFIX);
    }
}
