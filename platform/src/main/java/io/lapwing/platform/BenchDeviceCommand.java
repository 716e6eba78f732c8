package io.lapwing.platform;

import io.lapwing.service.Json;
import io.lapwing.service.TemporaryFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures the parts of the hardened device.
@Command(
        name = "device",
        description = {
            "Measure the hardened device: zone, hashes, boot, core, tamper detection.",
            "",
            "Reads and writes of the secure zone beside a plain copy and beside the bare check; its erasure;"
                    + " LSH-256-224 beside SHA-256 of the JDK and in plain Java; the verification of images at boot"
                    + " beside SHA-256 alone; calls to a core in another process beside the same call in this one and"
                    + " beside a socket with nothing behind it; size, memory and start of a device's image. Then how"
                    + " soon each kind of tamper is noticed in synthetic traces, and how often a case that nobody"
                    + " touches is taken for one in a simulated year. The launcher makes the image for it. About a"
                    + " minute and a half."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  ./lapwing bench device --plays 400 --json",
            "  ./lapwing bench device --minutes 60      # every reading of the year"
        })
final class BenchDeviceCommand implements Callable<Integer> {
    /// The launcher says in it where it made the image.
    static final String IMAGE = "LAPWING_DEVICE_IMAGE";

    private static final String PREFIX = "lapwing-bench";
    private static final int MIB = 1 << 20;
    private static final int SMALL_IMAGE_BYTES = 64 * 1024;

    private final Context context;

    @Option(
            names = "--millis",
            paramLabel = "N",
            description =
                    "How long each rate is measured, after half of it for warming up; 1000 by default.")
    private int millis = 1000;

    @Option(
            names = "--plays",
            paramLabel = "N",
            description = "Of each kind of tamper; 200 by default.")
    private int plays = 200;

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "Simulated without a tamper; 365 by default.")
    private int days = 365;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            description = "Of each of their hours, 60 for all; 1 by default.")
    private int minutes = 1;

    @Option(
            names = "--image-mib",
            paramLabel = "N",
            description = "Of the largest image that is verified; 16 by default.")
    private int imageMib = 16;

    @Option(
            names = "--recording",
            paramLabel = "FILE",
            description =
                    "Readings of a real case that nobody touched, to be judged too: lines of ms,kPa,lx,°C under that line. May stand several times.")
    private List<Path> recordings = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", description = "Of all chance; 1 by default.")
    private int seed = 1;

    BenchDeviceCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        BenchBounds.check("--millis", millis, 10, 3_600_000);
        BenchBounds.check("--plays", plays, 1, 100_000);
        BenchBounds.check("--days", days, 1, 3660);
        BenchBounds.check("--minutes", minutes, 1, 60);
        BenchBounds.check("--image-mib", imageMib, 2, 512);
        BenchBounds.check("--seed", seed, 1, Integer.MAX_VALUE);
        BenchDeviceReport report;
        try (TemporaryFolder made = TemporaryFolder.of(PREFIX)) {
            report = measure(made.path());
        }
        if (context.json()) {
            context.terminal().line(Json.strict().build().pretty(report));
        } else {
            report.print(context.terminal());
        }
        return ExitCode.DONE.number();
    }

    private BenchDeviceReport measure(Path folder) {
        var rate = new BenchRate(Duration.ofMillis(millis));
        var zones = new BenchDeviceZones(rate, folder);
        var boots = new BenchDeviceBoots(rate, folder);
        var cores = new BenchDeviceCores(rate, folder);
        var tampers = new BenchDeviceTampers(seed);
        try (Steps steps = new Steps(context.terminal())) {
            var zoneRows = steps.of(zones::rows);
            var erasures = steps.of(zones::erasures);
            var hashes = steps.of(new BenchDeviceHashes(rate)::rows);
            var bootRows =
                    steps.of(() ->
                            List.of(
                                    boots.row(SMALL_IMAGE_BYTES),
                                    boots.row(MIB),
                                    boots.row(imageMib * MIB)));
            List<BenchDeviceCores.Row> coreRows = new ArrayList<>();
            coreRows.add(steps.of(cores::ofThisJava));
            Optional<BenchDeviceReport.Image> image = steps.of(() -> image(cores));
            image.ifPresent(one -> coreRows.add(one.core()));
            var tamperRows = steps.of(() -> tampers.rows(plays));
            var calm = steps.of(() -> tampers.calm(days, minutes));
            var recorded =
                    steps.of(() ->
                            recordings.stream().map(context::file).map(tampers::recorded).toList());
            return new BenchDeviceReport(
                    seed,
                    BenchDeviceReport.targets(tamperRows, calm, recorded, image),
                    zoneRows,
                    erasures,
                    hashes,
                    tamperRows,
                    calm,
                    recorded,
                    bootRows,
                    coreRows,
                    image);
        }
    }

    private Optional<BenchDeviceReport.Image> image(BenchDeviceCores cores) {
        String said = context.surroundings().environment().getOrDefault(IMAGE, "");
        return Optional.of(said)
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .filter(Files::isDirectory)
                .map(folder ->
                        new BenchDeviceReport.Image(
                                BenchDeviceCores.sizeMb(folder), cores.ofImage(folder)));
    }

    /// The parts of the bench, told as they are done.
    private static final class Steps implements AutoCloseable {
        private static final int ALL = 9;

        private final Progress progress;
        private int done;

        Steps(Terminal terminal) {
            progress = terminal.progress("parts measured", ALL);
            progress.at(0);
        }

        <T> T of(Supplier<T> part) {
            T result = part.get();
            done++;
            progress.at(done);
            return result;
        }

        @Override
        public void close() {
            progress.close();
        }
    }
}
