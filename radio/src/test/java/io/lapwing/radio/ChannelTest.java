package io.lapwing.radio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.lapwing.crypto.Fault;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// The channel model against figures that others published.
class ChannelTest {
    private static final PacketError NOISE = new PacketError();

    static Stream<JsonNode> durations() {
        return Vectors.read("ns3-time-on-air.json").get("durations").valueStream();
    }

    @ParameterizedTest
    @MethodSource("durations")
    void takesAsLongOnTheAirAsInNs3(JsonNode duration) {
        Modulation modulation =
                new Modulation(
                        SpreadingFactor.of(duration.get(1).intValue()),
                        Bandwidth.valueOf("KHZ_" + duration.get(2).intValue()),
                        CodingRate.valueOf("CR4_" + duration.get(3).intValue()),
                        duration.get(4).intValue(),
                        duration.get(6).intValue() == 0,
                        duration.get(5).intValue() == 1,
                        duration.get(7).intValue() == 1);

        long airTimeNs = modulation.airTimeNs(duration.get(0).intValue());

        assertThat(airTimeNs / 1e9).isCloseTo(duration.get(8).doubleValue(), within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        "7, 20, 56.6", "8, 20, 102.9", "9, 20, 185.3", "10, 20, 370.7", "11, 20, 741.4",
                "12, 20, 1318.9",
        "7, 255, 399.6", "8, 255, 707.1", "9, 255, 1250", "10, 255, 2296", "11, 255, 5001",
                "12, 255, 9019"
    })
    void leavesTheLowDataRateToLongSymbols(int spreadingFactor, int bytes, double ms) {
        Modulation modulation = Modulation.of(SpreadingFactor.of(spreadingFactor));

        assertThat(modulation.airTimeNs(bytes) / 1e6).isCloseTo(ms, within(ms / 1000));
    }

    /// A frame of 20 octets at the limit is lost once in twenty times, one of 255 every second time.
    @ParameterizedTest
    @CsvSource({"20, 0.05", "255, 0.49"})
    void losesLongFramesMoreOften(int bytes, double share) {
        Modulation modulation = Modulation.of(SpreadingFactor.SF7);

        assertThat(NOISE.frameError(modulation, -7.5, bytes)).isCloseTo(share, within(0.005));
    }

    /// For two symbols the integral is known: half of e^(−Es/2N0) (Proakis and Salehi, eq. 4.5-24); for M it lies between the
    /// first term of the alternating sum and that term less the second.
    @Test
    void agreesWithTheUnionBoundWhereNoiseIsWeak() {
        for (SpreadingFactor factor : SpreadingFactor.values()) {
            double snrDb = factor.limitSnrDb() + 2;
            double energy = Math.pow(10, snrDb / 10) * factor.symbols();

            double bound = (factor.symbols() - 1) / 2.0 * Math.exp(-energy / 2);

            assertThat(NOISE.symbolError(factor, snrDb)).isBetween(0.7 * bound, bound);
        }
    }

    @Test
    void correctsOneBitOfACodewordAtTheHigherRates() {
        double detected =
                NOISE.frameError(
                        Modulation.of(SpreadingFactor.SF9, Bandwidth.KHZ_125, CodingRate.CR4_5),
                        -12.5,
                        100);
        double corrected =
                NOISE.frameError(
                        Modulation.of(SpreadingFactor.SF9, Bandwidth.KHZ_125, CodingRate.CR4_8),
                        -12.5,
                        100);

        assertThat(corrected).isLessThan(detected / 50);
    }

    /// Pure ALOHA (Abramson 1970): e^(−2GT) of all frames arrive.
    @ParameterizedTest
    @CsvSource({"50", "200", "500"})
    void deliversAsAlohaDoes(int nodes) {
        Modulation modulation =
                Modulation.of(SpreadingFactor.SF12, Bandwidth.KHZ_125, CodingRate.CR4_8);
        var traffic =
                new UplinkTraffic(
                        nodes,
                        Duration.ofSeconds(1000),
                        modulation,
                        20,
                        100,
                        PathLoss.BUILT_UP,
                        Interference.NO_CAPTURE);

        double delivered = traffic.delivered(Duration.ofSeconds(2_000_000), new Random(1));

        double airTimeS = modulation.airTimeNs(20) / 1e9;
        double expected = Math.exp(-2 * (nodes - 1) * airTimeS / (1000 + airTimeS));
        assertThat(delivered).isCloseTo(expected, within(0.003));
    }

    /// Bor et al., erratum: with 200 nodes 0.51 of all frames arrive, 0.64 with capture.
    @ParameterizedTest
    @CsvSource({"NO_CAPTURE, 0.51", "GOURSAUD, 0.64"})
    void deliversAsInBorsErratum(Interference interference, double share) {
        PathLoss pathLoss = PathLoss.BOR_NATURAL_LOGARITHM;
        var traffic =
                new UplinkTraffic(
                        200,
                        Duration.ofSeconds(1000),
                        Modulation.of(SpreadingFactor.SF12, Bandwidth.KHZ_125, CodingRate.CR4_8),
                        20,
                        pathLoss.distanceM(14 + 133.25),
                        pathLoss,
                        interference);

        double delivered = traffic.delivered(Duration.ofSeconds(1_000_000), new Random(1));

        assertThat(delivered).isCloseTo(share, within(0.01));
    }

    @Test
    void hasTheSensitivityOfTheDataSheet() {
        double floorDbm = Noise.floorDbm(Bandwidth.KHZ_125);

        assertThat(floorDbm + SpreadingFactor.SF7.limitSnrDb()).isCloseTo(-124.5, within(0.1));
        assertThat(floorDbm + SpreadingFactor.SF12.limitSnrDb()).isCloseTo(-137, within(0.1));
    }

    @Test
    void rejectsOtherSpreadingFactorsAsMeasured() {
        assertThat(Interference.CROCE.leastDb(SpreadingFactor.SF7, SpreadingFactor.SF8))
                .isEqualTo(-8);
        assertThat(Interference.GOURSAUD.leastDb(SpreadingFactor.SF12, SpreadingFactor.SF7))
                .isEqualTo(-36);
    }

    @Test
    void keepsWithinAnHoursShare() {
        DutyCycle dutyCycle = DutyCycle.of(SubBand.G1);
        long frameNs = Duration.ofSeconds(9).toNanos();
        long nowNs = 0;

        for (int i = 0; i < 4; i++) {
            assertThat(dutyCycle.earliestNs(nowNs, frameNs)).isEqualTo(nowNs);
            dutyCycle.sent(nowNs, frameNs);
            nowNs += frameNs;
        }

        assertThat(dutyCycle.earliestNs(nowNs, frameNs))
                .isEqualTo(frameNs + Duration.ofHours(1).toNanos());
    }

    @Test
    void refusesAFrameLongerThanAnHoursShare() {
        DutyCycle dutyCycle = DutyCycle.of(SubBand.G2);

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> dutyCycle.earliestNs(0, Duration.ofSeconds(4).toNanos()))
                .withMessage("frame of 4000 ms: the sub-band allows 3600 ms an hour");
    }

    /// 20 octets at SF12 and +13 dBm: 1.319 s of 29 mA at 3.3 V.
    @Test
    void countsEnergyFromTheDataSheet() {
        long airTimeNs = Modulation.of(SpreadingFactor.SF12).airTimeNs(20);

        assertThat(Currents.sx1276(13).energyMj(airTimeNs, 0, 0)).isCloseTo(126.2, within(0.1));
    }
}
