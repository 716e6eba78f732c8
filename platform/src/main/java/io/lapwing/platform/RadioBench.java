package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.radio.Bandwidth;
import io.lapwing.radio.Cell;
import io.lapwing.radio.CellNode;
import io.lapwing.radio.CellSettings;
import io.lapwing.radio.CodingRate;
import io.lapwing.radio.Exchange;
import io.lapwing.radio.ExchangeRun;
import io.lapwing.radio.Interference;
import io.lapwing.radio.LinkEvent;
import io.lapwing.radio.LinkSettings;
import io.lapwing.radio.Modulation;
import io.lapwing.radio.NodeAddress;
import io.lapwing.radio.PacketError;
import io.lapwing.radio.PathLoss;
import io.lapwing.radio.Position;
import io.lapwing.radio.SpreadingFactor;
import io.lapwing.radio.UplinkTraffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// What the radio's channel and link do, in virtual time; the same seed gives the same figures.
final class RadioBench {
    static final List<Double> LOSSES = List.of(0.0, 0.1, 0.2, 0.3);
    static final List<Integer> NODES = List.of(50, 100, 200, 400, 700, 1000);

    private static final List<SpreadingFactor> FACTORS =
            List.of(
                    SpreadingFactor.SF7,
                    SpreadingFactor.SF9,
                    SpreadingFactor.SF10,
                    SpreadingFactor.SF12);
    private static final Duration PERIOD = Duration.ofSeconds(1000);
    private static final Duration TRAFFIC = Duration.ofMinutes(5_000);
    private static final double RADIUS_M = 104;
    private static final int FRAME_BYTES = 20;
    private static final Duration READING_PERIOD = Duration.ofMinutes(90);

    /// One exchange at one spreading factor.
    ///
    /// @param boundS the fewest frames, none lost, none acknowledged
    record Elapsed(String exchange, int spreadingFactor, double boundS, List<AtLoss> atLosses) {}

    /// @param ratio of the bound to the mean
    record AtLoss(double loss, double meanS, double p95S, double airTimeS, double ratio) {}

    /// @param aloha what pure ALOHA delivers by its formula
    record Capacity(int nodes, double aloha, double simulated, double withCapture) {}

    /// @param meanFrames sent for each reading, repetitions counted, acknowledgements not
    record Crowd(int nodes, long received, double virtualS, double realS, double meanFrames) {}

    private final PacketError packetError = new PacketError();
    private final int runs;
    private final long seed;

    RadioBench(int runs, long seed) {
        this.runs = runs;
        this.seed = seed;
    }

    PacketError packetError() {
        return packetError;
    }

    List<Elapsed> elapsed() {
        List<Elapsed> all = new ArrayList<>();
        for (Exchange exchange : Exchange.values()) {
            for (SpreadingFactor factor : FACTORS) {
                Modulation modulation = Modulation.of(factor);
                double boundS = exchange.boundNs(modulation) / 1e9;
                List<AtLoss> atLosses =
                        LOSSES.stream()
                                .map(loss -> atLoss(exchange, modulation, loss, boundS))
                                .toList();
                all.add(
                        new Elapsed(
                                exchange.title(),
                                factor.bits(),
                                BenchBounds.rounded(boundS),
                                atLosses));
            }
        }
        return all;
    }

    private AtLoss atLoss(Exchange exchange, Modulation modulation, double loss, double boundS) {
        CellSettings settings = CellSettings.of(modulation).withLoss(loss);
        List<ExchangeRun.Result> results =
                IntStream.range(0, loss == 0 ? 1 : runs)
                        .parallel()
                        .mapToObj(i ->
                                ExchangeRun.of(
                                        exchange, settings, packetError, new Random(seed + i)))
                        .toList();
        double[] sorted = results.stream().mapToDouble(ExchangeRun.Result::elapsedS).toArray();
        Arrays.sort(sorted);
        double meanS = Arrays.stream(sorted).average().orElseThrow();
        double airTimeS =
                results.stream().mapToDouble(ExchangeRun.Result::airTimeS).average().orElseThrow();
        return new AtLoss(
                loss,
                BenchBounds.rounded(meanS),
                BenchBounds.rounded(sorted[(int) (0.95 * (sorted.length - 1))]),
                BenchBounds.rounded(airTimeS),
                BenchBounds.rounded(boundS / meanS));
    }

    List<Capacity> capacity() {
        Modulation modulation =
                Modulation.of(SpreadingFactor.SF12, Bandwidth.KHZ_125, CodingRate.CR4_8);
        double airTimeS = modulation.airTimeNs(FRAME_BYTES) / 1e9;
        return NODES.stream()
                .map(nodes ->
                        new Capacity(
                                nodes,
                                BenchBounds.rounded(
                                        Math.exp(
                                                -2
                                                        * (nodes - 1)
                                                        * airTimeS
                                                        / (PERIOD.toSeconds() + airTimeS))),
                                delivered(nodes, modulation, Interference.NO_CAPTURE),
                                delivered(nodes, modulation, Interference.GOURSAUD)))
                .toList();
    }

    private double delivered(int nodes, Modulation modulation, Interference interference) {
        var traffic =
                new UplinkTraffic(
                        nodes,
                        PERIOD,
                        modulation,
                        FRAME_BYTES,
                        RADIUS_M,
                        PathLoss.BOR_NATURAL_LOGARITHM,
                        interference);
        return BenchBounds.rounded(traffic.delivered(TRAFFIC, new Random(seed)));
    }

    /// Each of many nodes has one reading for the Central Entity.
    Crowd crowd(int nodes) {
        long startNs = System.nanoTime();
        LinkSettings link = LinkSettings.of(Modulation.of(SpreadingFactor.SF7)).withPeers(nodes);
        Random random = new Random(seed);
        CellSettings settings = CellSettings.of(link.modulation()).with(link);
        Cell cell = new Cell(settings, packetError, random);
        NodeAddress central = new NodeAddress(0);
        long[] received = {0};
        cell.add(
                central,
                Position.CENTRE,
                (_, event, _) -> received[0] += event instanceof LinkEvent.Received ? 1 : 0);
        List<CellNode> all = new ArrayList<>();
        for (int i = 1; i <= nodes; i++) {
            Position place = new Position(random.nextDouble(60), random.nextDouble(60));
            CellNode node = cell.add(new NodeAddress(i), place, (_, _, _) -> {});
            all.add(node);
            cell.after(
                    Duration.ofMillis(random.nextLong(READING_PERIOD.toMillis())),
                    () -> node.send(central, Bytes.of(new byte[FRAME_BYTES])));
        }
        cell.run();
        long frames = all.stream().mapToLong(node -> node.usage().frames()).sum();
        return new Crowd(
                nodes,
                received[0],
                BenchBounds.rounded(cell.nowNs() / 1e9),
                BenchBounds.rounded((System.nanoTime() - startNs) / 1e9),
                BenchBounds.rounded((double) frames / nodes));
    }
}
