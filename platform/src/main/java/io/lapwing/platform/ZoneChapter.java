package io.lapwing.platform;

import io.lapwing.crypto.Secret;
import io.lapwing.device.Zone;
import io.lapwing.device.ZoneClass;
import io.lapwing.device.ZoneMemory;
import io.lapwing.device.ZonePlan;
import io.lapwing.device.ZoneRead;
import io.lapwing.device.ZoneVersions;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Supplier;

/// A zone's memory is changed behind its back, and gives nothing out.
final class ZoneChapter {
    private static final ZonePlan PLAN = ZonePlan.forLorawan();
    private static final int ROOT = PLAN.index(ZoneClass.ROOT_KEY, 0);
    private static final int OTHER = PLAN.index(ZoneClass.ROOT_KEY, 1);
    private static final int REGION_BYTES = 0x100;

    /// Behind check and length.
    private static final int DATA_AT = 30;

    private static final int KEY_BYTES = 16;
    private static final int MAC_KEY_BYTES = 32;

    private final DeviceScene scene;
    private final Path file;

    ZoneChapter(DeviceScene scene) {
        this.scene = scene;
        file = scene.processes().room(DeviceUser.CORE).resolve("zone");
    }

    void tell() {
        scene.narrator()
                .chapter(
                        "A zone that verifies what it reads",
                        "Regions of 256 octets in a memory that somebody else can write to; each read is verified"
                                + " first, by a keyed check over index, version, length and data.");
        try (Zone zone =
                        Zone.keyed(
                                ZoneMemory.file(file, PLAN.regions()),
                                PLAN,
                                Secret.random(MAC_KEY_BYTES),
                                ZoneVersions.locked(PLAN.regions()));
                Secret key = Secret.random(KEY_BYTES)) {
            zone.write(ROOT, key);
            zone.write(OTHER, key);
            check("zone-reads", "It gives out what was written", () -> read(zone, key));
            ByteBuffer written = region(ROOT);
            refused(
                    zone,
                    "zone-changed",
                    "One bit of a key changed: the read is refused",
                    () -> DemoFiles.flip(file, at(ROOT) + DATA_AT));
            put(ROOT, written);
            refused(
                    zone,
                    "zone-swapped",
                    "Two regions swapped, with the same key in both",
                    () -> put(ROOT, region(OTHER)));
            put(ROOT, written);
            refused(
                    zone,
                    "zone-rolled-back",
                    "An older copy of a region put back",
                    () -> {
                        zone.write(ROOT, key);
                        put(ROOT, written);
                    });
            refused(
                    zone,
                    "zone-blanked",
                    "A region overwritten with zeroes",
                    () -> put(ROOT, ByteBuffer.allocate(REGION_BYTES)));
        }
    }

    private void check(String name, String claim, Supplier<Verdict> work) {
        scene.narrator().check(name, claim, work);
    }

    private static long at(int region) {
        return (long) region * REGION_BYTES;
    }

    private ByteBuffer region(int index) {
        return DemoFiles.read(file, at(index), REGION_BYTES);
    }

    private void put(int index, ByteBuffer octets) {
        DemoFiles.write(file, at(index), octets);
    }

    private static Verdict read(Zone zone, Secret key) {
        ZoneRead<Boolean> read =
                zone.read(
                        ROOT,
                        data -> data.use(octets -> key.use(own -> octets.mismatch(own) == -1)));
        return Verdict.of(
                read instanceof ZoneRead.Done<Boolean>(Boolean same) && same,
                "%d regions, %d for keys"
                        .formatted(PLAN.regions(), PLAN.regions() - PLAN.records()));
    }

    private void refused(Zone zone, String name, String claim, Runnable change) {
        check(
                name,
                claim,
                () -> {
                    change.run();
                    return switch (zone.read(ROOT, Secret::length)) {
                        case ZoneRead.Refused<Integer>(ZoneRead.Reason reason, String why) ->
                                Verdict.of(true, reason + ": " + why);
                        case ZoneRead.Done<Integer> _, ZoneRead.Empty<Integer> _ ->
                                Verdict.of(false, "it was given out");
                    };
                });
    }
}
