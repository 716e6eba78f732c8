package io.lapwing.device;

import static io.lapwing.device.ZoneTest.read;
import static io.lapwing.device.ZoneTest.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeptVersionsTest {
    private static final ZonePlan PLAN = new ZonePlan(0, 2, 0, 1);
    private static final int REGIONS = 3;
    private static final String FILE = "versions";
    private static final int MANY = 1_000;

    private final CutDisk disk = new CutDisk();
    private final Counter counter = new Counter();

    /// A counter as a TPM's, that does not begin at 0.
    private static final class Counter implements RisingCounter {
        private long value = 40;

        @Override
        public long value() {
            return value;
        }

        @Override
        public long increment() {
            value++;
            return value;
        }
    }

    private KeptVersions make() {
        return KeptVersions.make(disk, FILE, REGIONS, counter, key());
    }

    private KeptVersions open() {
        return KeptVersions.open(disk, FILE, REGIONS, counter, key());
    }

    private static Secret key() {
        return Secret.take(new byte[32]);
    }

    private void assertTampered(String message) {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(this::open)
                .withMessage("the file of a zone's versions " + message)
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.TAMPERED));
    }

    @Test
    void outliveTheProcess(@TempDir Path folder) {
        Path file = folder.resolve(FILE);
        try (KeptVersions made = KeptVersions.make(file, REGIONS, counter, key())) {
            assertThat(made.get(1)).isZero();
            assertThat(made.raise(1)).isEqualTo(1);
            assertThat(made.raise(1)).isEqualTo(2);
        }

        try (KeptVersions opened = KeptVersions.open(file, REGIONS, counter, key())) {
            assertThat(List.of(opened.get(0), opened.get(1), opened.get(2)))
                    .containsExactly(0L, 2L, 0L);
        }
    }

    @Test
    void areRaisedTogetherWhereARegionWasWritten() {
        KeptVersions made = make();
        made.raise(0);
        made.raise(2);
        long before = counter.value();

        made.raiseWritten(2);

        assertThat(List.of(made.get(0), made.get(1), made.get(2))).containsExactly(2L, 0L, 1L);
        assertThat(counter.value()).isEqualTo(before + 1);
    }

    @Test
    void refuseAnOlderFile() {
        make().raise(0);
        byte[] old = disk.octets(FILE);
        open().raise(0);

        disk.plant(FILE, old);

        assertTampered("was written at 42: the counter is at 44");
    }

    @Test
    void refuseWhatWasNotWritten() {
        make().raise(0);
        byte[] octets = disk.octets(FILE);
        byte[] changed = octets.clone();
        changed[15]++;

        disk.plant(FILE, changed);
        assertTampered("is not what was written");
        disk.plant(FILE, Arrays.copyOf(octets, octets.length - 1));
        assertTampered("has 59 bytes: want 60");
        disk.plant(FILE, Arrays.copyOf(octets, octets.length + 1));
        assertTampered("has 61 bytes: want 60");
        disk.lose(FILE);
        assertTampered("is gone");
    }

    @Test
    void refuseACounterThatOthersRaise() {
        KeptVersions made = make();
        counter.increment();

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> made.raise(0))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.CONFLICT));
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> made.raise(0))
                .withMessageContaining("open the zone's versions again");
    }

    @ParameterizedTest
    @EnumSource
    void areBeforeOrAfterARaiseWhereverPowerIsCut(CutDisk.Way way) {
        for (int step = 0; step < MANY; step++) {
            var scene = new KeptVersionsTest();
            KeptVersions made = scene.make();
            made.raise(0);
            scene.disk.cutAt(step, way);
            try {
                made.raise(0);
                assertThat(step).isGreaterThan(2);
                return;
            } catch (CutDisk.PowerCut _) {
                scene.disk.restart();
            }

            KeptVersions opened = scene.open();

            assertThat(opened.get(0)).isIn(1L, 2L);
            assertThat(opened.raise(0)).isIn(2L, 3L);
            assertThat(scene.open().get(0)).isEqualTo(opened.get(0));
        }
        throw new AssertionError("a raise without end");
    }

    /// Whoever copies zone and file at any time, brings any copies back, and cuts the power at any step.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void letNothingOlderBeBelieved(long seed) {
        Random random = new Random(seed);
        CutZone memory = new CutZone(PLAN, make());
        Map<Integer, Integer> written = new HashMap<>();
        List<byte[]> files = new ArrayList<>();
        List<List<byte[]>> zones = new ArrayList<>();
        int believed = 0;
        for (int number = 1; number < 200; number++) {
            zones.add(memory.octets());
            Zone zone = memory.started(openBesieged(random, files));
            believed += check(zone, written);
            int region = random.nextInt(REGIONS);
            if (random.nextInt(3) == 0) {
                disk.cutAt(random.nextInt(8), ways()[random.nextInt(ways().length)]);
            }
            try {
                write(zone, region, Bytes.of(number >> 8, number));
                written.put(region, number);
            } catch (CutDisk.PowerCut _) {
                // What was written last is there, or refused.
            }
            disk.restart();
            if (random.nextInt(3) == 0) {
                bringBack(random, memory, zones);
            }
        }

        assertThat(believed).isGreaterThan(100);
    }

    /// Now and then with any older file in the place of the last one.
    private KeptVersions openBesieged(Random random, List<byte[]> files) {
        byte[] last = disk.octets(FILE);
        files.add(last);
        if (random.nextInt(3) == 0) {
            disk.plant(FILE, files.get(random.nextInt(files.size())));
            try {
                return open();
            } catch (Fault fault) {
                assertThat(fault.kind()).isEqualTo(Fault.Kind.TAMPERED);
                disk.plant(FILE, last);
            }
        }
        return open();
    }

    private static CutDisk.Way[] ways() {
        return CutDisk.Way.values();
    }

    private static void bringBack(Random random, CutZone memory, List<List<byte[]>> zones) {
        List<byte[]> old = zones.get(random.nextInt(zones.size()));
        int region = random.nextInt(REGIONS);
        memory.put(region, old.get(region));
    }

    /// @return how many regions were believed; each that is has what was written last
    private static int check(Zone zone, Map<Integer, Integer> written) {
        int believed = 0;
        for (int region = 0; region < REGIONS; region++) {
            if (read(zone, region) instanceof ZoneRead.Done<Bytes>(Bytes data)) {
                int number = data.at(0) << 8 | data.at(1);
                assertThat(written).containsEntry(region, number);
                believed++;
            }
        }
        return believed;
    }

    @Test
    void makeAnErasedZoneStayErased() {
        CutZone memory = new CutZone(PLAN, make());
        Zone zone = memory.started(open());
        write(zone, 0, ZoneTest.text("root"));
        write(zone, 2, ZoneTest.text("log"));
        List<byte[]> before = memory.octets();
        zone.erase();

        for (int region = 0; region < REGIONS; region++) {
            memory.put(region, before.get(region));
        }

        Zone restarted = memory.started(open());
        ZoneTest.assertRefused(
                read(restarted, 0),
                ZoneRead.Reason.CHANGED,
                "region 0 was rolled back to version 1: want 2");
        assertThat(read(restarted, 1)).isEqualTo(new ZoneRead.Empty<>());
        assertThat(read(restarted, 2)).isEqualTo(new ZoneRead.Done<>(ZoneTest.text("log")));
    }
}
