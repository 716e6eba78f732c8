package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Fault;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TamperDetectorTest {
    private static final double SIGMA = TamperRules.defaults().sigmaKilopascals();

    private final TamperDetector detector = new TamperDetector(TamperRules.defaults());
    private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    private long timeMs;

    /// The next readings, with the noise of a live sensor.
    private TamperVerdict take(double kilopascals, double lux, double celsius) {
        return take(
                SensorReadings.of(
                        kilopascals + random.nextGaussian() * 0.001,
                        lux,
                        celsius + random.nextGaussian() * 0.005));
    }

    private TamperVerdict take(SensorReadings readings) {
        timeMs += TamperDetector.PERIOD_MS;
        return detector.take(readings, timeMs);
    }

    private TamperVerdict rest(int readings) {
        TamperVerdict last = take(100, 0, 20);
        for (int i = 1; i < readings; i++) {
            last = take(100, 0, 20);
        }
        return last;
    }

    private static void assertPotential(TamperVerdict verdict, TamperKind kind, String what) {
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        TamperVerdict.Potential.class,
                        potential -> {
                            TamperSign sign = potential.signs().getFirst();
                            assertThat(sign.kind()).isEqualTo(kind);
                            assertThat(sign.what()).contains(what);
                        });
    }

    private static void assertConfirmed(TamperVerdict verdict, TamperKind kind, String what) {
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        TamperVerdict.Confirmed.class,
                        confirmed -> {
                            assertThat(confirmed.sign().kind()).isEqualTo(kind);
                            assertThat(confirmed.sign().what()).contains(what);
                        });
    }

    private static void assertQuiet(TamperVerdict verdict) {
        assertThat(verdict).isEqualTo(new TamperVerdict.Quiet());
    }

    @Test
    void confirmsLightAtTheSecondReadingAndForEver() {
        assertQuiet(rest(50));

        assertPotential(take(100, 80, 20), TamperKind.LIGHT, "light of 80.0 lx");
        TamperVerdict confirmed = take(100, 80, 20);

        assertConfirmed(confirmed, TamperKind.LIGHT, "want below 1.0");
        assertThat(rest(1000)).isEqualTo(confirmed);
    }

    @Test
    void suspectsDimLightUntilItWasDarkForThreeSeconds() {
        rest(50);

        for (int i = 0; i < 100; i++) {
            assertPotential(take(100, 2, 20), TamperKind.LIGHT, "light of 2.0 lx");
        }

        assertPotential(rest(29), TamperKind.LIGHT, "light of 2.0 lx");
        assertQuiet(rest(1));
    }

    @Test
    void confirmsAJumpOfPressureByFourDeviationsThreeTimes() {
        rest(50);

        take(100 + 5 * SIGMA, 0, 20);
        assertPotential(take(100 + 5 * SIGMA, 0, 20), TamperKind.PRESSURE, "pressure of 100.2");
        take(100 + 5 * SIGMA, 0, 20);

        assertConfirmed(
                take(100 + 5 * SIGMA, 0, 20), TamperKind.PRESSURE, "off its baseline of 100.0");
    }

    @Test
    void suspectsASmallerJumpThatStaysAndGetsUsedToItAfterAMinute() {
        rest(50);

        boolean suspected = false;
        TamperVerdict last = new TamperVerdict.Quiet();
        for (int i = 0; i < 700; i++) {
            last = take(100 + 3.3 * SIGMA, 0, 20);
            suspected |= last instanceof TamperVerdict.Potential;
            assertThat(last).isNotInstanceOf(TamperVerdict.Confirmed.class);
        }

        assertThat(suspected).isTrue();
        assertQuiet(last);
    }

    @Test
    void doesNotLearnWhatItSuspects() {
        TamperTrack track = new TamperTrack(1);
        for (int i = 0; i < 100; i++) {
            track.take(0, 0.1);
        }

        TamperTrack.Mark mark = TamperTrack.Mark.USUAL;
        for (int i = 0; i < 100; i++) {
            mark = track.take(3.5, 0.1);
        }

        assertThat(mark).isEqualTo(TamperTrack.Mark.SUSPICIOUS);
        assertThat(track.level()).isLessThan(0.3);
        assertThat(track.take(2.5, 0.1)).isEqualTo(TamperTrack.Mark.SUSPICIOUS);
        assertThat(track.take(1.5, 0.1)).isEqualTo(TamperTrack.Mark.USUAL);
    }

    @Test
    void followsADriftHoweverFarItLeads() {
        double kilopascals = 100;
        double celsius = 20;
        for (int i = 0; i < 20_000; i++) {
            kilopascals += 0.005 / 10;
            celsius += 0.015 / 10;
            assertQuiet(take(Math.min(kilopascals, 108), 0, Math.min(celsius, 60)));
        }
    }

    @ParameterizedTest
    @CsvSource({"-8, COOLING", "8, HEATING"})
    void confirmsATemperatureThatIsForced(double kelvinPerSecond, TamperKind kind) {
        rest(50);

        TamperVerdict last = new TamperVerdict.Quiet();
        for (int i = 1; i <= 4; i++) {
            last = take(100, 0, 20 + kelvinPerSecond * i / 10);
        }

        assertConfirmed(last, kind, "temperature changes by ");
    }

    @Test
    void suspectsATemperatureThatChangesFasterThanWeather() {
        rest(50);
        TamperVerdict last = new TamperVerdict.Quiet();

        for (int i = 1; i <= 5; i++) {
            last = take(100, 0, 20 + 0.14 * i);
        }

        assertPotential(last, TamperKind.HEATING, "K/s: want within 1.0");
    }

    @ParameterizedTest
    @CsvSource({"-10.5, COLD", "76, HEAT"})
    void confirmsColdAndHeatHoweverSlowlyTheyCame(double celsius, TamperKind kind) {
        assertPotential(take(100, 0, celsius), kind, "°C: want -10.0 to 75.0");
        take(100, 0, celsius);

        assertConfirmed(take(100, 0, celsius), kind, "temperature of ");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void confirmsNothingFromSingleWrongReadings(long seed) {
        RandomGenerator chance = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 20_000; i++) {
            int wrong = i % 20 == 0 ? chance.nextInt(3) : -1;
            TamperVerdict verdict =
                    take(
                            wrong == 0 ? 30 + 80 * chance.nextDouble() : 100,
                            wrong == 1 ? 1000 * chance.nextDouble() : 0,
                            wrong == 2 ? -40 + 125 * chance.nextDouble() : 20);
            assertThat(verdict).isNotInstanceOf(TamperVerdict.Confirmed.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NaN, 0, 20, pressure sensor says NaN kPa: it can say 30.0 to 110.0",
        "29.9, 0, 20, pressure sensor says 29.9 kPa: it can say 30.0 to 110.0",
        "100, -1, 20, light sensor says -1.0 lx: it can say 0.0 to 200000.0",
        "100, Infinity, 20, light sensor says Infinity lx: it can say 0.0 to 200000.0",
        "100, 0, 85.1, temperature sensor says 85.1 °C: it can say -40.0 to 85.0",
        "100, 0, -Infinity, temperature sensor says -Infinity °C: it can say -40.0 to 85.0"
    })
    void suspectsASensorThatLies(double kilopascals, double lux, double celsius, String what) {
        rest(50);

        TamperVerdict last = new TamperVerdict.Quiet();
        for (int i = 0; i < 3; i++) {
            assertQuiet(last);
            last = take(SensorReadings.of(kilopascals, lux, celsius));
        }
        assertPotential(last, TamperKind.SENSOR_LYING, what);
        for (int i = 0; i < 500; i++) {
            last = take(SensorReadings.of(kilopascals, lux, celsius));
        }
        assertPotential(last, TamperKind.SENSOR_LYING, what);
        assertPotential(rest(29), TamperKind.SENSOR_LYING, what);
        assertQuiet(rest(1));
    }

    @ParameterizedTest
    @EnumSource(
            value = TamperKind.class,
            names = {"SENSOR_ABSENT", "SENSOR_FAILING"})
    void suspectsASensorThatDoesNotAnswer(TamperKind kind) {
        SensorReadings readings =
                new SensorReadings(
                        new SensorReading.Failed(kind, "no answer"),
                        new SensorReading.Value(0),
                        new SensorReading.Value(20));

        take(readings);
        assertQuiet(take(readings));
        assertPotential(take(readings), kind, "no answer");
    }

    @ParameterizedTest
    @CsvSource({
        "100, 20.001, pressure sensor said 100.0 kPa",
        "100.001, 20, temperature sensor said 20.0 °C"
    })
    void suspectsASensorThatIsStuck(double kilopascals, double celsius, String what) {
        TamperVerdict last = new TamperVerdict.Quiet();
        for (int i = 0; i < SensorHealth.ALIKE_ARE_A_SIGN; i++) {
            assertQuiet(last);
            double other = i % 2 * 0.001;
            last =
                    take(
                            SensorReadings.of(
                                    kilopascals == 100 ? 100 : kilopascals + other,
                                    0,
                                    celsius == 20 ? 20 : celsius + other));
        }

        assertPotential(last, TamperKind.SENSOR_STUCK, what);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void confirmsNothingWhenReadingsComeIrregularly(long seed) {
        TamperTrace trace = TamperTrace.quiet(seed);

        for (int i = 0; i < 20_000; i++) {
            timeMs += random.nextLong(20, 900);
            assertThat(detector.take(trace.at(timeMs), timeMs))
                    .isNotInstanceOf(TamperVerdict.Confirmed.class);
        }
    }

    @Test
    void confirmsThatAllLinesWereCutAfterTenSeconds() {
        rest(50);
        SensorReading cut = new SensorReading.Failed(TamperKind.SENSOR_FAILING, "no answer");

        TamperVerdict last = new TamperVerdict.Quiet();
        for (int i = 0; i < 101; i++) {
            last = take(new SensorReadings(cut, cut, cut));
            assertThat(last).isNotInstanceOf(TamperVerdict.Confirmed.class);
        }

        assertPotential(last, TamperKind.SENSOR_FAILING, "no answer");
        assertConfirmed(
                take(new SensorReadings(cut, cut, cut)),
                TamperKind.SENSORS_LOST,
                "no sensor answers since 10000 ms");
    }

    @Test
    void suspectsThatNobodyAsksTheSensors() {
        rest(50);
        timeMs += 1500;

        assertPotential(
                rest(1),
                TamperKind.SENSORS_UNASKED,
                "no readings for 1600 ms: want them every 100");
        assertQuiet(rest(31));
    }

    @Test
    void learnsAnewAfterALongSleep() {
        rest(50);
        timeMs += 3_600_000;

        TamperVerdict last = new TamperVerdict.Quiet();
        for (int i = 0; i < 100; i++) {
            last = take(104, 0, 31);
        }

        assertQuiet(last);
    }

    @Test
    void refusesTimesThatDoNotRise() {
        assertThat(detector.take(SensorReadings.of(100, 0, 20), 5)).isNotNull();

        for (long time : List.of(5L, 4L, -1L, Long.MIN_VALUE)) {
            assertThatExceptionOfType(Fault.class)
                    .isThrownBy(() -> detector.take(SensorReadings.of(100, 0, 20), time))
                    .withMessage("readings of " + time + " ms after those of 5: want later ones");
        }
    }

    @Test
    void refusesRulesThatCannotBeMetAllAtOnce() {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> new TamperRules(0, 5, 80, 75, Double.NaN, -1))
                .withMessageContaining("light bounds 0.0 and 5.0 lx")
                .withMessageContaining("temperature bounds 80.0 and 75.0 °C")
                .withMessageContaining("temperature rate NaN K/s")
                .withMessageContaining("pressure deviation -1.0 kPa");
    }
}
