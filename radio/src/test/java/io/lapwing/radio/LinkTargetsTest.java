package io.lapwing.radio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// The link's mean elapsed time beside that of an ideal selective repeat, which knows what was lost.
class LinkTargetsTest {
    private static final double AT_MOST = 1.15;
    private static final List<Double> LOSSES = List.of(0.0, 0.1, 0.2, 0.3);
    private static final int RUNS = 300;
    private static final PacketError NOISE = new PacketError();

    static Stream<JsonNode> exchanges() {
        return Vectors.read("lora-link-elapsed.json").get("exchanges").valueStream();
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void takesLittleLongerThanAnIdealSelectiveRepeat(JsonNode wanted) {
        Exchange exchange = Exchange.valueOf(wanted.get("exchange").stringValue());
        Modulation modulation = Modulation.of(SpreadingFactor.of(wanted.get("sf").intValue()));

        for (int i = 0; i < LOSSES.size(); i++) {
            CellSettings settings = CellSettings.of(modulation).withLoss(LOSSES.get(i));
            double meanS =
                    IntStream.range(0, i == 0 ? 1 : RUNS)
                            .parallel()
                            .mapToDouble(seed -> elapsedS(exchange, settings, seed))
                            .average()
                            .orElseThrow();

            assertThat(meanS / wanted.get("elapsed").get(i).doubleValue())
                    .as("%s with %s lost", exchange, LOSSES.get(i))
                    .isLessThanOrEqualTo(AT_MOST);
        }
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void knowsWhatNoLinkCanDoWithout(JsonNode wanted) {
        Exchange exchange = Exchange.valueOf(wanted.get("exchange").stringValue());
        Modulation modulation = Modulation.of(SpreadingFactor.of(wanted.get("sf").intValue()));

        double boundS = exchange.boundNs(modulation) / 1e9;

        assertThat(boundS / wanted.get("bound").doubleValue()).isCloseTo(1, within(0.012));
    }

    private static double elapsedS(Exchange exchange, CellSettings settings, int seed) {
        return ExchangeRun.of(exchange, settings, NOISE, new Random(seed)).elapsedS();
    }
}
