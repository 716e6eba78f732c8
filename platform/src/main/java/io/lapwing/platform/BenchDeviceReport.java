package io.lapwing.platform;

import io.lapwing.device.TamperScene;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the bench of the hardened device came to.
///
/// @param image that was measured, if there was one
record BenchDeviceReport(
        long seed,
        List<BenchTarget> targets,
        List<BenchDeviceZones.Row> zones,
        List<BenchDeviceZones.Erasure> erasures,
        List<BenchDeviceHashes.Row> hashes,
        List<BenchDeviceTampers.Row> tampers,
        BenchDeviceTampers.Calm calm,
        List<BenchDeviceTampers.Recorded> recorded,
        List<BenchDeviceBoots.Row> boots,
        List<BenchDeviceCores.Row> cores,
        Optional<Image> image) {
    private static final double ERASED_MS = 500;
    private static final double IMAGE_MB = 60;
    private static final double RESIDENT_MB = 60;
    private static final double FIRST_MS = 1000;
    private static final int HOURS_A_DAY = 24;

    /// Those that the project set itself, of tampers whose target is a time.
    private static final List<TamperScene> TIMED =
            List.of(
                    TamperScene.OPENING,
                    TamperScene.OPENING_IN_THE_DARK,
                    TamperScene.FREEZE_SPRAY,
                    TamperScene.HOT_AIR);

    /// A device's image.
    record Image(double sizeMb, BenchDeviceCores.Row core) {}

    static List<BenchTarget> targets(
            List<BenchDeviceTampers.Row> tampers,
            BenchDeviceTampers.Calm calm,
            List<BenchDeviceTampers.Recorded> recorded,
            Optional<Image> image) {
        List<BenchTarget> targets = new ArrayList<>();
        for (TamperScene scene : TIMED) {
            tampers.stream()
                    .filter(row -> row.tamper().equals(scene.words()))
                    .forEach(row ->
                            targets.add(
                                    BenchTarget.below(
                                            row.tamper() + ", keys erased after ms",
                                            ERASED_MS,
                                            row.erasedWorstMs())));
        }
        int missed = tampers.stream().mapToInt(BenchDeviceTampers.Row::missed).sum();
        targets.add(BenchTarget.below("tampers missed", 0, missed));
        targets.add(BenchTarget.below("false alarms", 0, calm.falseAlarms()));
        recorded.forEach(one ->
                targets.add(
                        BenchTarget.below(
                                "false alarms in " + one.recording(), 0, one.falseAlarms())));
        image.ifPresent(made -> {
            targets.add(BenchTarget.below("image, MB", IMAGE_MB, made.sizeMb()));
            targets.add(
                    BenchTarget.below(
                            "its core, MB at its first answer",
                            RESIDENT_MB,
                            made.core().firstMb()));
            targets.add(
                    BenchTarget.below(
                            "its core, MB after the calls", RESIDENT_MB, made.core().residentMb()));
            targets.add(
                    BenchTarget.below(
                            "its core, first answer after ms", FIRST_MS, made.core().firstMs()));
        });
        return targets;
    }

    /// For people.
    void print(Terminal terminal) {
        for (TextTable table :
                List.of(
                        zoneTable(),
                        erasureTable(),
                        hashTable(),
                        bootTable(),
                        coreTable(),
                        tamperTable())) {
            terminal.table(table);
            terminal.line();
        }
        terminal.line(
                "%,.0f of %,d hours, untouched: %d suspicions, keys blocked for %.1f s, %d false alarms"
                        .formatted(
                                calm.watchedHours(),
                                calm.ofDays() * HOURS_A_DAY,
                                calm.suspicions(),
                                calm.blockedS(),
                                calm.falseAlarms()));
        recorded.forEach(one ->
                terminal.line(
                        "%s, %.1f hours: %d suspicions, keys blocked for %.1f s, %d false alarms"
                                .formatted(
                                        one.recording(),
                                        one.hours(),
                                        one.suspicions(),
                                        one.blockedS(),
                                        one.falseAlarms())));
        terminal.line(
                image.map(made -> "the device's image has %.1f MB".formatted(made.sizeMb()))
                        .orElse(
                                "no device's image was measured: run this as ./lapwing in a clone of the repository"));
        terminal.line();
        terminal.table(BenchTarget.table(targets));
    }

    private TextTable zoneTable() {
        var table =
                new TextTable(
                        "zone",
                        "octets",
                        "writes/s",
                        "reads/s",
                        "copies/s",
                        "checks/s",
                        "copies",
                        "checks");
        zones.forEach(row ->
                table.row(
                        row.zone(),
                        row.octets(),
                        Math.round(row.writesPerSecond()),
                        Math.round(row.readsPerSecond()),
                        Math.round(row.copiesPerSecond()),
                        Math.round(row.checksPerSecond()),
                        Math.round(row.copiesARead()),
                        row.checksARead()));
        return table;
    }

    private TextTable erasureTable() {
        var table = new TextTable("erasure", "regions", "median µs", "worst µs", "bare µs");
        erasures.forEach(row ->
                table.row(row.zone(), row.regions(), row.medianUs(), row.worstUs(), row.fillUs()));
        return table;
    }

    private TextTable hashTable() {
        var table = new TextTable("hash", "regions/s", "MiB/s");
        hashes.forEach(row ->
                table.row(row.hash(), Math.round(row.regionsPerSecond()), row.mibPerSecond()));
        return table;
    }

    private TextTable bootTable() {
        var table =
                new TextTable(
                        "image MiB", "boot ms", "ms a MiB", "MiB/s", "SHA-256 MiB/s", "ratio");
        boots.forEach(row ->
                table.row(
                        row.imageMib(),
                        row.bootMs(),
                        row.msPerMib(),
                        row.mibPerSecond(),
                        row.bareMibPerSecond(),
                        row.ratio()));
        return table;
    }

    private TextTable coreTable() {
        var table =
                new TextTable(
                        "core",
                        "first ms",
                        "MB then",
                        "MB after",
                        "calls/s",
                        "in process/s",
                        "echoes/s",
                        "ratio");
        cores.forEach(row ->
                table.row(
                        row.core(),
                        row.firstMs(),
                        row.firstMb(),
                        row.residentMb(),
                        Math.round(row.callsPerSecond()),
                        Math.round(row.inProcessPerSecond()),
                        Math.round(row.echoesPerSecond()),
                        row.ratio()));
        return table;
    }

    private TextTable tamperTable() {
        var table =
                new TextTable(
                        "tamper", "plays", "missed", "blocked ≤ ms", "erased ms", "erased ≤ ms");
        tampers.forEach(row ->
                table.row(
                        row.tamper(),
                        row.plays(),
                        row.missed(),
                        row.blockedWorstMs(),
                        row.erasedMedianMs(),
                        row.erasedWorstMs()));
        return table;
    }
}
