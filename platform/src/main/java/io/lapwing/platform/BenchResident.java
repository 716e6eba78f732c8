package io.lapwing.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The resident memory of a process at each tenth of a run: Java heap, native memory and what native libraries leak.
/// Nothing where there is no `/proc`.
final class BenchResident implements AutoCloseable {
    private static final int PARTS = 10;
    private static final double KIB_IN_MIB = 1024;

    private final Path status;
    private final List<Double> mib = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

    private BenchResident(Path status) {
        this.status = status;
    }

    /// Watches a process, beginning now.
    static BenchResident watch(long pid, Duration run) {
        BenchResident watched = new BenchResident(Path.of("/proc", Long.toString(pid), "status"));
        long partNanos = run.toNanos() / PARTS;
        var _ =
                watched.clock.scheduleAtFixedRate(
                        watched::look, partNanos, partNanos, TimeUnit.NANOSECONDS);
        return watched;
    }

    private void look() {
        try (var lines = Files.lines(status)) {
            lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToDouble(Double::parseDouble)
                    .forEach(kib -> mib.add(BenchBounds.rounded(kib / KIB_IN_MIB)));
        } catch (IOException _) {
            clock.shutdown();
        }
    }

    /// In MiB, the earliest first.
    List<Double> mib() {
        return List.copyOf(mib);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
