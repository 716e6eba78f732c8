package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import org.junit.jupiter.api.Test;

class ZoneCounterTest {
    private static final ZonePlan PLAN = new ZonePlan(0, 1, 0, 2);
    private static final int REGION = 2;

    private final ZoneLockedMemory memory = new ZoneLockedMemory(PLAN.regions());
    private final Zone zone =
            Zone.keyed(memory, PLAN, Secret.random(32), ZoneVersions.locked(PLAN.regions()));
    private final ZoneCounter counter = new ZoneCounter(zone, 1);

    @Test
    void countsOnWhenTheZoneWasErased() {
        assertThat(counter.next()).isEqualTo(1);
        assertThat(counter.next()).isEqualTo(2);

        zone.erase();

        assertThat(counter.next()).isEqualTo(3);
        assertThat(new ZoneCounter(zone, 1).next()).isEqualTo(4);
        assertThat(new ZoneCounter(zone, 0).next()).isEqualTo(1);
    }

    @Test
    void refusesToGoBack() {
        counter.next();
        Bytes first = Bytes.of(memory.region(REGION));
        counter.next();

        first.copyTo(memory.region(REGION), 0, first.length());

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(counter::next)
                .withMessage("region 2 was rolled back to version 1: want 2")
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.TAMPERED));
    }

    @Test
    void refusesWhatIsNoCounterAndOneAtItsEnd() {
        ZoneTest.write(zone, REGION, Bytes.hex("01"));
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(counter::next)
                .withMessage("counter of 1 bytes: want 8");

        ZoneTest.write(zone, REGION, Bytes.hex("7FFFFFFFFFFFFFFF"));
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(counter::next)
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.EXHAUSTED));
    }
}
