package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Fault;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZonePlanTest {
    @Test
    void laysClassesOutInTheOrderOfErasure() {
        ZonePlan plan = new ZonePlan(1, 2, 0, 1);

        List<ZoneClass> classes =
                IntStream.range(0, plan.regions()).mapToObj(plan::classOf).toList();

        assertThat(classes)
                .containsExactly(
                        ZoneClass.WRAPPING_KEY,
                        ZoneClass.ROOT_KEY,
                        ZoneClass.ROOT_KEY,
                        ZoneClass.RECORD);
        assertThat(plan.index(ZoneClass.ROOT_KEY, 1)).isEqualTo(2);
        assertThat(plan.index(ZoneClass.RECORD, 0)).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0, zone of 0 regions: want 1 to 256 in all",
        "0, 257, 0, 0, zone of 257 regions: want 1 to 256 in all",
        "2147483647, 2147483647, 2, 0, zone of 4294967296 regions: want 1 to 256 in all"
    })
    void refusesZonesThatAreEmptyOrTooLarge(int a, int b, int c, int d, String message) {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> new ZonePlan(a, b, c, d))
                .withMessage(message);
    }

    @Test
    void refusesRegionsThatAreNotThere() {
        ZonePlan plan = new ZonePlan(1, 1, 1, 1);

        for (int index : new int[] {-1, 4, Integer.MAX_VALUE}) {
            assertThatExceptionOfType(Fault.class)
                    .isThrownBy(() -> plan.classOf(index))
                    .withMessage("region " + index + ": the zone has 4");
        }
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> plan.index(ZoneClass.RECORD, 1))
                .withMessage("region 1 of class RECORD: the zone has 1");
        assertThatExceptionOfType(Fault.class).isThrownBy(() -> new ZonePlan(-1, 2, 0, 0));
    }
}
