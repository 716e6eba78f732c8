package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TamperTrialTest {
    private static final int SEEDS = 40;

    private final TamperTrial trial = new TamperTrial(TamperRules.defaults());

    @ParameterizedTest
    @CsvSource({
        "OPENING, 500",
        "OPENING_IN_THE_DARK, 500",
        "FREEZE_SPRAY, 500",
        "HOT_AIR, 500",
        "PRESSING, 500",
        "LINES_CUT, 10300"
    })
    void confirmsEveryTamperInTime(TamperScene scene, long mostMs) {
        for (long seed = 0; seed < SEEDS; seed++) {
            TamperTrial.Caught caught = trial.play(scene, seed);
            Optional<Duration> confirmed = caught.confirmed();

            assertThat(confirmed).as("seed %d: %s", seed, caught).isPresent();
            assertThat(confirmed.orElseThrow().toMillis())
                    .as("seed %d: %s", seed, caught)
                    .isLessThanOrEqualTo(mostMs);
            assertThat(caught.suspected().orElseThrow()).isLessThanOrEqualTo(confirmed.get());
        }
    }

    @Test
    void raisesNoFalseAlarmOnAWholeDay() {
        TamperTrial.Calm day =
                trial.watch(1, Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(1));

        assertThat(day.falseAlarms()).isEmpty();
        assertThat(day.watched()).isEqualTo(Duration.ofDays(1));
        assertThat(day.blocked()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void raisesNoFalseAlarmInAYear() {
        TamperTrial.Calm year =
                trial.watch(2, Duration.ofDays(366), Duration.ofHours(12), Duration.ofMinutes(1));

        assertThat(year.falseAlarms()).isEmpty();
        assertThat(year.watched()).isEqualTo(Duration.ofMinutes(366 * 2));
    }

    @Test
    void replaysATraceFromItsSeed() {
        assertThat(trial.trace(TamperScene.OPENING, 5))
                .isEqualTo(trial.trace(TamperScene.OPENING, 5))
                .isNotEqualTo(trial.trace(TamperScene.OPENING, 6))
                .first()
                .satisfies(moment -> assertThat(moment.timeMs()).isBetween(-60_100.0, -60_000.0));
    }
}
