package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootMemoryZoneTest {
    private static final ZonePlan PLAN = new ZonePlan(0, 1, 0, 3);
    private static final Bytes OLD = ZoneTest.text("old");
    private static final Bytes NEW = ZoneTest.text("new");
    private static final Bytes NEWER = ZoneTest.text("newer");
    private static final int MANY = 100;

    private final CutZone zone = new CutZone(PLAN);

    private BootMemory memory() {
        return BootMemory.inZone(zone.started(), 1, 2);
    }

    @Test
    void givesBackWhatWasStoredLast() {
        assertThat(memory().load()).isEmpty();

        memory().store(OLD);
        memory().store(NEW);

        assertThat(memory().load()).contains(NEW);
    }

    @Test
    void outlivesAnErasureOfTheKeys() {
        Zone running = zone.started();
        BootMemory memory = BootMemory.inZone(running, 1, 2);
        memory.store(NEW);

        running.erase();

        assertThat(memory.load()).contains(NEW);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void hasTheOldOrTheNewWhereverPowerIsCut(boolean half) {
        for (int write = 0; write < MANY; write++) {
            CutZone cut = new CutZone(PLAN);
            BootMemory.inZone(cut.started(), 1, 2).store(OLD);
            cut.cutAt(write, half);
            try {
                BootMemory.inZone(cut.started(), 1, 2).store(NEW);
                assertThat(write).isEqualTo(2);
                return;
            } catch (CutZone.PowerCut _) {
                cut.restart();
            }

            Bytes found = BootMemory.inZone(cut.started(), 1, 2).load().orElseThrow();

            assertThat(found).isIn(OLD, NEW);
            assertThat(BootMemory.inZone(cut.started(), 1, 2).load()).contains(found);
            BootMemory.inZone(cut.started(), 1, 2).store(NEWER);
            assertThat(BootMemory.inZone(cut.started(), 1, 2).load()).contains(NEWER);
        }
        throw new AssertionError("a store without end");
    }

    @Test
    void isNewWhenPowerWasCutAtItsVeryFirstContent() {
        zone.cutAt(0, /* midway= */ true);
        BootMemory first = memory();
        assertThatExceptionOfType(CutZone.PowerCut.class).isThrownBy(() -> first.store(OLD));
        zone.restart();

        assertThat(memory().load()).isEmpty();
        assertThat(memory().load()).isEmpty();
    }

    @Test
    void believesNoOlderContentWhoeverBringsItBack() {
        memory().store(OLD);
        List<byte[]> old = zone.octets();
        memory().store(NEW);

        for (List<Integer> regions : List.of(List.of(2), List.of(3), List.of(2, 3))) {
            List<byte[]> now = zone.octets();
            regions.forEach(region -> zone.put(region, old.get(region)));
            assertThat(contents()).doesNotContain(OLD);
            for (int region = 0; region < PLAN.regions(); region++) {
                zone.put(region, now.get(region));
            }
            memory().store(NEW);
        }
    }

    @Test
    void goesBackBehindNoContentThatItGave() {
        memory().store(OLD);
        zone.cutAt(1, /* midway= */ false);
        BootMemory cut = memory();
        assertThatExceptionOfType(CutZone.PowerCut.class).isThrownBy(() -> cut.store(NEW));
        zone.restart();
        assertThat(memory().load()).contains(NEW);

        zone.put(2, new byte[ZoneRegion.BYTES]);

        assertThat(memory().load()).contains(NEW);
    }

    @Test
    void startsNothingWhenBothCopiesAreDestroyed() {
        memory().store(NEW);
        zone.put(2, new byte[ZoneRegion.BYTES]);
        zone.put(3, new byte[ZoneRegion.BYTES]);
        BootDesk desk = BootDesk.with(1);

        BootOutcome outcome =
                new BootChain(desk.judge, desk.slots, memory(), BootMeasurements.software())
                        .boot(BootLoader.none());

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        BootOutcome.Stopped.class,
                        stopped ->
                                assertThat(stopped.refused().getFirst())
                                        .isInstanceOf(BootRefusal.Memory.class));
    }

    @Test
    void carriesABootChain() {
        BootDesk desk = new BootDesk();
        BootInstallation installed = chain(desk).install(BootDesk.envelope(2), image(2));
        BootOutcome first = chain(desk).boot(BootLoader.none());

        assertThat(installed).isInstanceOf(BootInstallation.Installed.class);
        assertThat(first).isInstanceOf(BootOutcome.Running.class);
        if (first instanceof BootOutcome.Running running) {
            chain(desk).confirm(running);
        }
        assertThat(chain(desk).boot(BootLoader.none()))
                .isInstanceOfSatisfying(
                        BootOutcome.Running.class,
                        running -> assertThat(running.onTrial()).isFalse());
        assertThat(chain(desk).install(BootDesk.envelope(1), image(1)))
                .isInstanceOf(BootInstallation.Refused.class);
    }

    private BootChain chain(BootDesk desk) {
        return new BootChain(desk.judge, desk.slots, memory(), BootMeasurements.software());
    }

    private static InputStream image(long number) {
        return new ByteArrayInputStream(BootDesk.image(number));
    }

    @Test
    void needsTwoRecords() {
        Zone started = zone.started();

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> BootMemory.inZone(started, 1, 1))
                .withMessage("records 1 and 1: want two");
        assertThatExceptionOfType(Fault.class).isThrownBy(() -> BootMemory.inZone(started, 0, 3));
    }

    private List<Bytes> contents() {
        List<Bytes> found = new ArrayList<>();
        try {
            memory().load().ifPresent(found::add);
        } catch (Fault fault) {
            assertThat(fault.kind()).isEqualTo(Fault.Kind.TAMPERED);
        }
        return found;
    }
}
