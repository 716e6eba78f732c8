package io.lapwing.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The resident memory of a process at each tenth of a run: Java heap, native memory and what native libraries leak.
/// Nothing where there is no `/proc`.
final class BenchResident implements AutoCloseable {
    private static final int PARTS = 10;
    private static final double KIB_IN_MIB = 1024;

    private final long pid;
    private final List<Double> mib = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

    private BenchResident(long pid) {
        this.pid = pid;
    }

    /// Watches a process, beginning now.
    static BenchResident watch(long pid, Duration run) {
        BenchResident watched = new BenchResident(pid);
        long partNanos = run.toNanos() / PARTS;
        var _ =
                watched.clock.scheduleAtFixedRate(
                        watched::look, partNanos, partNanos, TimeUnit.NANOSECONDS);
        return watched;
    }

    private void look() {
        now(pid).ifPresentOrElse(mib::add, clock::shutdown);
    }

    /// What a process has now, in MiB; nothing when it has ended.
    static Optional<Double> now(long pid) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .map(kib -> BenchBounds.rounded(Double.parseDouble(kib) / KIB_IN_MIB))
                    .findFirst();
        } catch (IOException _) {
            return Optional.empty();
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
