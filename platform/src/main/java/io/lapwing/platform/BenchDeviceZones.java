package io.lapwing.platform;

import io.lapwing.crypto.Lsh256;
import io.lapwing.crypto.LshMac;
import io.lapwing.crypto.Secret;
import io.lapwing.device.Zone;
import io.lapwing.device.ZoneClass;
import io.lapwing.device.ZoneMemory;
import io.lapwing.device.ZonePlan;
import io.lapwing.device.ZoneVersions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// The secure zone beside what it cannot do without: a copy of the region, and the bare check of its data.
final class BenchDeviceZones {
    private static final ZonePlan PLAN = ZonePlan.forLorawan();
    private static final int REGION_BYTES = 0x100;
    private static final int KEY_BYTES = 16;

    /// Index, version and length, which the keyed check covers too.
    private static final int HEADER_BYTES = 14;

    private static final int MAC_KEY_BYTES = 32;
    private static final int COPIES = 64;
    private static final int ERASURES = 101;

    private final BenchRate rate;
    private final Path folder;

    /// @param folder for a zone in a file
    BenchDeviceZones(BenchRate rate, Path folder) {
        this.rate = rate;
        this.folder = folder;
    }

    /// A zone whose region holds so many octets. A read verifies, and computes nothing with what it read.
    ///
    /// @param copiesPerSecond of a region's 256 octets
    /// @param checksPerSecond of the same data: hash, or MAC
    /// @param copiesARead how many copies a read costs
    /// @param checksARead how many bare checks
    record Row(
            String zone,
            int octets,
            double writesPerSecond,
            double readsPerSecond,
            double copiesPerSecond,
            double checksPerSecond,
            double copiesARead,
            double checksARead) {}

    /// An erasure of all keys, with the comparison that follows.
    ///
    /// @param fillUs the same octets set to zero, and nothing else
    record Erasure(String zone, int regions, double medianUs, double worstUs, double fillUs) {}

    List<Row> rows() {
        Row _ = row("warm-up", BenchDeviceZones::keyed, KEY_BYTES, 1, 1);
        double copies = copiesPerSecond();
        List<Row> rows = new ArrayList<>();
        for (int octets : new int[] {KEY_BYTES, Zone.DATA_BYTES}) {
            rows.add(row("hashed", BenchDeviceZones::hashed, octets, copies, hashes(octets)));
            rows.add(row("keyed", BenchDeviceZones::keyed, octets, copies, tags(octets)));
        }
        rows.add(row("keyed, file", this::inFile, KEY_BYTES, copies, tags(KEY_BYTES)));
        return rows;
    }

    private static Zone hashed() {
        return Zone.hashed(ZoneMemory.locked(PLAN.regions()), PLAN);
    }

    private static Zone keyed() {
        return keyed(ZoneMemory.locked(PLAN.regions()));
    }

    private Zone inFile() {
        return keyed(ZoneMemory.file(folder.resolve("zone"), PLAN.regions()));
    }

    private static Zone keyed(ZoneMemory memory) {
        return Zone.keyed(
                memory, PLAN, Secret.random(MAC_KEY_BYTES), ZoneVersions.locked(PLAN.regions()));
    }

    private Row row(String name, Supplier<Zone> make, int octets, double copies, double checks) {
        int index = PLAN.index(ZoneClass.ROOT_KEY, 0);
        try (Zone zone = make.get();
                Secret data = Secret.random(octets)) {
            double writes = rate.of(() -> zone.write(index, data));
            double reads = rate.of(() -> zone.read(index, Secret::length));
            return new Row(
                    name,
                    octets,
                    BenchBounds.rounded(writes),
                    BenchBounds.rounded(reads),
                    BenchBounds.rounded(copies),
                    BenchBounds.rounded(checks),
                    BenchBounds.rounded(copies / reads),
                    BenchBounds.rounded(checks / reads));
        }
    }

    private double copiesPerSecond() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = arena.allocate(REGION_BYTES);
            MemorySegment to = arena.allocate(REGION_BYTES);
            return COPIES
                    * rate.of(() -> {
                        for (int i = 0; i < COPIES; i++) {
                            to.copyFrom(from);
                        }
                    });
        }
    }

    private double hashes(int octets) {
        try (Secret data = Secret.random(octets)) {
            return rate.of(() -> Lsh256.digest(data.segment()));
        }
    }

    private double tags(int octets) {
        MemorySegment header = MemorySegment.ofArray(new byte[HEADER_BYTES]);
        try (Secret data = Secret.random(octets);
                Secret key = Secret.random(MAC_KEY_BYTES)) {
            return rate.of(() -> LshMac.tag(key, header, data.segment()));
        }
    }

    List<Erasure> erasures() {
        return List.of(
                erasure("hashed", BenchDeviceZones::hashed),
                erasure("keyed", BenchDeviceZones::keyed));
    }

    /// Of some zones, each full of keys.
    private Erasure erasure(String name, Supplier<Zone> make) {
        int regions = PLAN.regions() - PLAN.records();
        double[] tookUs = new double[ERASURES];
        for (int i = 0; i < ERASURES; i++) {
            try (Zone zone = make.get();
                    Secret key = Secret.random(KEY_BYTES)) {
                for (int region = 0; region < regions; region++) {
                    zone.write(region, key);
                }
                tookUs[i] = zone.erase().took().toNanos() / 1e3;
            }
        }
        return new Erasure(
                name,
                regions,
                BenchBounds.rounded(BenchRate.median(tookUs)),
                BenchBounds.rounded(Arrays.stream(tookUs).max().orElse(0)),
                BenchBounds.rounded(1e6 / fillsPerSecond(regions)));
    }

    private double fillsPerSecond(int regions) {
        try (Secret octets = Secret.allocate(regions * REGION_BYTES)) {
            return rate.of(() -> octets.segment().fill((byte) 0));
        }
    }
}
