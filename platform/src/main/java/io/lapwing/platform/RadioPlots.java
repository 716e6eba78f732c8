package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.platform.LineChart.Axis;
import io.lapwing.platform.LineChart.Line;
import io.lapwing.platform.LineChart.Point;
import io.lapwing.radio.Modulation;
import io.lapwing.radio.PacketError;
import io.lapwing.radio.SpreadingFactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// The pictures of `docs/protocols/radio.md`.
final class RadioPlots {
    private static final int LONG_BYTES = 255;

    /// What is lost less often is not drawn.
    private static final double LEAST_SHARE = 0.001;

    private RadioPlots() {}

    /// Writes them into a folder.
    static void write(Path folder, RadioBench bench, BenchRadioCommand.Report report) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("radio-air-time.svg"), airTime().svg());
            Files.writeString(
                    folder.resolve("radio-packet-error.svg"),
                    packetError(bench.packetError()).svg());
            Files.writeString(
                    folder.resolve("radio-capacity.svg"), capacity(report.capacity()).svg());
            Files.writeString(folder.resolve("radio-elapsed.svg"), elapsed(report.elapsed()).svg());
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "cannot write into " + folder, e);
        }
    }

    private static LineChart airTime() {
        List<Line> lines =
                Arrays.stream(SpreadingFactor.values())
                        .map(factor ->
                                new Line(
                                        factor.name(),
                                        false,
                                        IntStream.rangeClosed(0, 51)
                                                .map(i -> i * 5)
                                                .mapToObj(bytes -> airTime(factor, bytes))
                                                .toList()))
                        .toList();
        return new LineChart(
                "Air time of a frame, 125 kHz, coding rate 4/5",
                "From 20 to 9000 ms: each spreading factor takes about twice as long as the one before.",
                new Axis("octets", List.of(0.0, 50.0, 100.0, 150.0, 200.0, 255.0)),
                new Axis("ms", List.of(10.0, 100.0, 1000.0, 10000.0)),
                true,
                lines);
    }

    private static Point airTime(SpreadingFactor factor, int bytes) {
        return new Point(bytes, Modulation.of(factor).airTimeNs(bytes) / 1e6);
    }

    private static LineChart packetError(PacketError packetError) {
        List<Line> lines =
                Arrays.stream(SpreadingFactor.values())
                        .map(factor -> errorLine(packetError, factor))
                        .toList();
        return new LineChart(
                "Frames of 255 octets that noise loses",
                "Within 3 dB each spreading factor goes from losing all to losing one in a thousand; the next does so 2.8 dB lower.",
                new Axis(
                        "signal-to-noise ratio, dB",
                        List.of(-24.0, -20.0, -16.0, -12.0, -8.0, -4.0)),
                new Axis("share lost", List.of(LEAST_SHARE, 0.01, 0.1, 1.0)),
                true,
                lines);
    }

    private static Line errorLine(PacketError packetError, SpreadingFactor factor) {
        Modulation modulation = Modulation.of(factor);
        return new Line(
                factor.name(),
                false,
                IntStream.rangeClosed(0, 200)
                        .mapToObj(i -> -24 + i / 10.0)
                        .map(snrDb ->
                                new Point(
                                        snrDb,
                                        packetError.frameError(modulation, snrDb, LONG_BYTES)))
                        .filter(point -> point.up() >= LEAST_SHARE)
                        .toList());
    }

    private static LineChart capacity(List<RadioBench.Capacity> capacity) {
        return new LineChart(
                "Frames that arrive when nodes send as they like",
                "At SF12 a thousand nodes that send every 1000 s lose nearly all; the simulation follows ALOHA's formula, and capture helps.",
                new Axis("nodes", List.of(50.0, 200.0, 400.0, 600.0, 800.0, 1000.0)),
                new Axis("share", List.of(0.0, 0.2, 0.4, 0.6, 0.8, 1.0)),
                false,
                List.of(
                        capacityLine("ALOHA, formula", true, capacity, RadioBench.Capacity::aloha),
                        capacityLine("simulated", false, capacity, RadioBench.Capacity::simulated),
                        capacityLine(
                                "with capture",
                                false,
                                capacity,
                                RadioBench.Capacity::withCapture)));
    }

    private static Line capacityLine(
            String name,
            boolean dashed,
            List<RadioBench.Capacity> capacity,
            ToDoubleFunction<RadioBench.Capacity> share) {
        return new Line(
                name,
                dashed,
                capacity.stream()
                        .map(one -> new Point(one.nodes(), share.applyAsDouble(one)))
                        .toList());
    }

    private static LineChart elapsed(List<RadioBench.Elapsed> elapsed) {
        List<Line> lines =
                elapsed.stream()
                        .filter(one -> one.spreadingFactor() == 12)
                        .map(one ->
                                new Line(
                                        one.exchange().replaceFirst(".*, ", "")
                                                + (one.exchange().startsWith("join")
                                                        ? ", join"
                                                        : ", keys"),
                                        false,
                                        one.atLosses().stream()
                                                .map(at ->
                                                        new Point(
                                                                at.loss(),
                                                                at.meanS() / one.boundS()))
                                                .toList()))
                        .toList();
        return new LineChart(
                "Mean elapsed time at SF12, in multiples of the bound",
                "From 1.1 to 1.3 times the bound without loss to about twice with 30 % of all frames lost.",
                new Axis("share of frames lost", List.of(0.0, 0.1, 0.2, 0.3)),
                new Axis("times the bound", List.of(1.0, 1.5, 2.0, 2.5)),
                false,
                lines);
    }
}
