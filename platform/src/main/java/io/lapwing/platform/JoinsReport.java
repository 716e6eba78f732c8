package io.lapwing.platform;

import io.lapwing.service.Json;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// What `bench joins` found, as it is written.
///
/// @param joinsPerSecond answered, durable and audited
/// @param residentMiB of the server's process at each tenth of the joins
/// @param httpCeilingPerSecond of the same server with a fixed body
/// @param cryptographyPerSecond joins that the bare vault operations allow
/// @param auditRecords durable since the measurement began: at least one for each join
/// @param loadAverage of the machine in the last minute
record JoinsReport(
        Setting setting,
        double joinsPerSecond,
        double p50Ms,
        double p99Ms,
        double p999Ms,
        double cpuMicrosPerJoin,
        double heapMiB,
        double heapBeforeMiB,
        List<Double> residentMiB,
        double httpCeilingPerSecond,
        double ratioToHttpCeiling,
        double fsyncPerSecond,
        double ratioToFsync,
        double cryptographyPerSecond,
        double ratioToCryptography,
        long joins,
        long checked,
        long auditRecords,
        Optional<AtLoad> atLoad,
        int processors,
        double loadAverage) {
    private static final double MIB = 1 << 20;

    /// What was asked for.
    record Setting(
            int devices,
            int connections,
            int seconds,
            PlatformConfig.StoreEngine store,
            PlatformConfig.VaultAdapter vault,
            double importSeconds) {}

    /// The latencies at a part of the rate, waiting for a late server included.
    record AtLoad(double perSecond, double p50Ms, double p99Ms, double p999Ms) {}

    JoinsReport(Setting setting, BenchJoinsCommand.Measured measured) {
        this(
                setting,
                measured,
                measured.joins().perSecond(),
                mean(measured.ceiling(), BenchLoad.Result::perSecond),
                mean(measured.bounds(), BenchJoinsCommand.Bounds::fsyncsPerSecond),
                mean(measured.bounds(), BenchJoinsCommand.Bounds::cryptographyPerSecond));
    }

    private JoinsReport(
            Setting setting,
            BenchJoinsCommand.Measured measured,
            double rate,
            double ceiling,
            double fsyncs,
            double cryptography) {
        this(
                setting,
                BenchBounds.rounded(rate),
                BenchBounds.rounded(measured.joins().percentileMs(50)),
                BenchBounds.rounded(measured.joins().percentileMs(99)),
                BenchBounds.rounded(measured.joins().percentileMs(99.9)),
                BenchBounds.rounded(
                        measured.processorTime().toNanos() / 1e3 / measured.joins().exchanges()),
                BenchBounds.rounded(measured.after().liveHeapBytes() / MIB),
                BenchBounds.rounded(measured.before().liveHeapBytes() / MIB),
                measured.residentMib(),
                BenchBounds.rounded(ceiling),
                BenchBounds.rounded(rate / ceiling),
                BenchBounds.rounded(fsyncs),
                BenchBounds.rounded(rate / fsyncs),
                BenchBounds.rounded(cryptography),
                BenchBounds.rounded(rate / cryptography),
                measured.joins().exchanges(),
                measured.checked(),
                measured.after().auditRecords() - measured.before().auditRecords(),
                Optional.ofNullable(measured.atLoad()).map(JoinsReport::atLoad),
                Runtime.getRuntime().availableProcessors(),
                BenchBounds.rounded(
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
    }

    private static AtLoad atLoad(BenchLoad.Result result) {
        return new AtLoad(
                BenchBounds.rounded(result.perSecond()),
                BenchBounds.rounded(result.percentileMs(50)),
                BenchBounds.rounded(result.percentileMs(99)),
                BenchBounds.rounded(result.percentileMs(99.9)));
    }

    private static <T> double mean(List<T> measured, ToDoubleFunction<T> figure) {
        return measured.stream().mapToDouble(figure).average().orElse(0);
    }

    String json() {
        return Json.strict().build().pretty(this);
    }

    void print(Terminal terminal) {
        terminal.heading(
                "%,d devices, %d connections, store %s, vault %s"
                        .formatted(
                                setting.devices(),
                                setting.connections(),
                                Words.of(setting.store()),
                                Words.of(setting.vault())));
        terminal.table(
                new TextTable("per second", "rate", "joins are")
                        .row("joins, durable and audited", joinsPerSecond, "")
                        .row(
                                "the same HTTPS, a fixed body",
                                httpCeilingPerSecond,
                                ratio(ratioToHttpCeiling))
                        .row("a page made durable", fsyncPerSecond, ratio(ratioToFsync))
                        .row(
                                "the bare cryptography",
                                cryptographyPerSecond,
                                ratio(ratioToCryptography)));
        terminal.line();
        TextTable latencies =
                new TextTable("latency", "p50 ms", "p99 ms", "p99.9 ms")
                        .row("at the highest rate", p50Ms, p99Ms, p999Ms);
        atLoad.ifPresent(at ->
                latencies.row(
                        "at %,.0f joins/s".formatted(at.perSecond()),
                        at.p50Ms(),
                        at.p99Ms(),
                        at.p999Ms()));
        terminal.table(latencies);
        terminal.line();
        terminal.line(
                "processor %,.0f µs a join · heap %.0f MiB, %.0f before · %,d joins, %,d checked whole, %,d audit records"
                        .formatted(
                                cpuMicrosPerJoin,
                                heapMiB,
                                heapBeforeMiB,
                                joins,
                                checked,
                                auditRecords));
        terminal.line(
                "resident memory of the server at each tenth: %s MiB"
                        .formatted(
                                residentMiB.stream()
                                        .map("%.0f"::formatted)
                                        .collect(Collectors.joining(" "))));
        terminal.line(
                "import of the devices %.1f s · %d processors, load average %.1f"
                        .formatted(setting.importSeconds(), processors, loadAverage));
    }

    private static String ratio(double ratio) {
        return "%.2f of it".formatted(ratio);
    }
}
