package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.device.CutDisk.PowerCut;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Power is cut at every single step of the disk, in every way.
class BootCutTest {
    private static final int MANY = 1_000;
    private static final long LATER = 9;

    private static final BootDesk CONFIRMED = BootDesk.with(1);
    private static final BootDesk TRYING = trying();

    private static BootDesk trying() {
        BootDesk desk = BootDesk.with(1);
        desk.install(2);
        return desk;
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheOldImageOrHasTheNewOneWhole(CutDisk.Way way) {
        everywhere(
                way,
                CONFIRMED,
                desk -> desk.install(2),
                desk -> {
                    long runs = desk.runs();

                    assertThat(runs).isIn(1L, 2L);
                    finish(desk);
                });
    }

    @ParameterizedTest
    @EnumSource
    void replacesAnImageThatWasNotTriedYet(CutDisk.Way way) {
        everywhere(
                way,
                TRYING,
                desk -> desk.install(3),
                desk -> {
                    assertThat(desk.runs()).isIn(1L, 2L, 3L);
                    finish(desk);
                });
    }

    @ParameterizedTest
    @EnumSource
    void givesATrialNoSecondTry(CutDisk.Way way) {
        everywhere(
                way,
                TRYING,
                desk -> {
                    desk.boot();
                    desk.boot();
                },
                desk -> {
                    desk.boot();

                    assertThat(desk.runs()).isEqualTo(1);
                    assertThat(desk.install(2)).isInstanceOf(BootInstallation.Refused.class);
                    finish(desk);
                });
    }

    @ParameterizedTest
    @EnumSource
    void confirmsOrGoesBack(CutDisk.Way way) {
        everywhere(
                way,
                TRYING,
                desk -> desk.chain().confirm(desk.running()),
                desk -> {
                    // A cut before the first step of the trial leaves it to be tried.
                    desk.boot();
                    long runs = desk.runs();

                    assertThat(runs).isIn(1L, 2L);
                    assertThat(desk.runs()).isEqualTo(runs);
                    assertThat(desk.install(1)).isInstanceOf(BootInstallation.Refused.class);
                    finish(desk);
                });
    }

    @ParameterizedTest
    @EnumSource
    void startsANewDeviceOrHasNothing(CutDisk.Way way) {
        everywhere(
                way,
                new BootDesk(),
                desk -> {
                    desk.install(1);
                    desk.chain().confirm(desk.running());
                },
                desk -> {
                    assertThat(desk.runs()).isIn(-1L, 1L);
                    finish(desk);
                });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void runsNothingOlderThanWasConfirmedWhateverHappens(long seed) {
        var random = new Random(seed);
        BootDesk desk = CONFIRMED.copy();
        long confirmed = 1;
        for (int i = 0; i < 30; i++) {
            desk.disk.cutAt(random.nextInt(30), ways()[random.nextInt(ways().length)]);
            try {
                desk.install(random.nextInt((int) LATER));
                if (desk.boot() instanceof BootOutcome.Running running && random.nextBoolean()) {
                    desk.chain().confirm(running);
                    confirmed = running.manifest().sequenceNumber();
                }
            } catch (PowerCut _) {
                // As if the machine were started again.
            }
            desk.disk.restart();

            assertThat(desk.runs()).isGreaterThanOrEqualTo(confirmed);
        }
    }

    private static CutDisk.Way[] ways() {
        return CutDisk.Way.values();
    }

    /// Does the work anew until it is through without a cut, cutting one step later each time.
    private static void everywhere(
            CutDisk.Way way, BootDesk given, Consumer<BootDesk> work, Consumer<BootDesk> then) {
        for (int step = 0; step < MANY; step++) {
            BootDesk desk = given.copy();
            desk.disk.cutAt(step, way);
            try {
                work.accept(desk);
                assertThat(step).isGreaterThan(2);
                return;
            } catch (PowerCut _) {
                desk.disk.restart();
                then.accept(desk);
            }
        }
        throw new AssertionError("work without end");
    }

    /// Whatever happened, the device takes a later image and keeps it.
    private static void finish(BootDesk desk) {
        if (desk.boot() instanceof BootOutcome.Running running) {
            desk.chain().confirm(running);
        }
        desk.install(LATER);
        desk.chain().confirm(desk.running());

        assertThat(desk.runs()).isEqualTo(LATER);
    }
}
