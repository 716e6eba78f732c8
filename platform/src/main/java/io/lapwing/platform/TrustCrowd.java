package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.radio.Cell;
import io.lapwing.radio.CellNode;
import io.lapwing.radio.CellSettings;
import io.lapwing.radio.Modulation;
import io.lapwing.radio.PacketError;
import io.lapwing.radio.SpreadingFactor;
import io.lapwing.radio.SubBand;
import io.lapwing.trust.DeviceList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/// Many nodes that join in one cell, within the duty cycle of the sub-band that allows most, without time to compute: one
/// Central Entity with more nodes than its list holds, and as many Central Entities side by side as all need.
///
/// A node that heard nothing tries again later, a few times. A Central Entity says its list at most once an hour, the newest.
final class TrustCrowd implements AutoCloseable {
    /// What addresses of one cell allow, Central Entities apart.
    static final int MOST_NODES = 50_000;

    /// More than the list holds by so many: they are refused.
    private static final int TOO_MANY = 50;

    /// Joins begin so far apart on average with one Central Entity: what it may transmit allows no more.
    private static final Duration APART = Duration.ofMillis(4_500);

    /// With several, which share the channel.
    private static final Duration APART_TOGETHER = Duration.ofMillis(1_500);

    /// Frames arrive from everywhere in a circle of this radius.
    private static final double RADIUS_M = 60;

    private static final double NS_PER_S = 1e9;
    private static final double BYTES_PER_MIB = 1024 * 1024;

    private final Random random;
    private final Aes aes = Aes.best();
    private final Cell cell;
    private final List<TrustCrowdCentral> centrals = new ArrayList<>();
    private final List<TrustCrowdNode> nodes = new ArrayList<>();

    /// How it went.
    ///
    /// @param joined who are members
    /// @param refused times that a Central Entity refused because its list was full
    /// @param gaveUp who tried as often as they do, in vain
    /// @param attempts joins begun
    /// @param virtualH until the last had joined, in hours
    /// @param medianJoinS from the beginning of the attempt that succeeded
    /// @param centralShare of an hour that the busiest Central Entity transmitted, on average
    /// @param channelShare of the time that somebody transmitted
    record Result(
            int centralEntities,
            int nodes,
            long joined,
            long refused,
            long gaveUp,
            long attempts,
            double virtualH,
            double medianJoinS,
            double centralShare,
            double channelShare,
            double realS,
            double memoryMib) {
        String told() {
            return "%,d nodes, %d Central Entit%s in one cell: %,d joined within %.1f h of virtual time by %,d tries, %,d refused (list full), %,d gave up; a join took %.1f s (median), busiest Central Entity on the air %.1f %%, channel %.0f %%; simulated in %.0f s, %.0f MiB"
                    .formatted(
                            nodes,
                            centralEntities,
                            centralEntities == 1 ? "y" : "ies",
                            joined,
                            virtualH,
                            attempts,
                            refused,
                            gaveUp,
                            medianJoinS,
                            100 * centralShare,
                            100 * channelShare,
                            realS,
                            memoryMib);
        }
    }

    private TrustCrowd(int centralEntities, long seed) {
        random = new Random(seed);
        CellSettings settings =
                CellSettings.of(Modulation.of(SpreadingFactor.SF7)).within(SubBand.G3);
        cell = new Cell(settings, new PacketError(), random);
        for (int i = 0; i < centralEntities; i++) {
            centrals.add(new TrustCrowdCentral(cell, aes, i, centralEntities));
        }
    }

    /// One Central Entity with as many as it can hold and some more, and all nodes with as many as they need.
    static List<Result> both(int nodes, long seed) {
        List<Result> results = new ArrayList<>();
        int one = Math.min(nodes, DeviceList.MAX_NODES + TOO_MANY);
        results.add(run(one, 1, APART, seed));
        if (nodes > one) {
            int needed = Math.ceilDiv(nodes, DeviceList.MAX_NODES);
            results.add(run(nodes, needed, APART_TOGETHER, seed));
        }
        return results;
    }

    private static Result run(int nodes, int centralEntities, Duration apart, long seed) {
        long begun = System.nanoTime();
        try (TrustCrowd crowd = new TrustCrowd(centralEntities, seed)) {
            crowd.come(nodes, apart);
            crowd.cell.run();
            return crowd.result((System.nanoTime() - begun) / NS_PER_S);
        }
    }

    private void come(int count, Duration apart) {
        for (int i = 0; i < count; i++) {
            TrustCrowdCentral central = centrals.get(i % centrals.size());
            double turn = random.nextDouble(2 * Math.PI);
            double far = RADIUS_M * Math.sqrt(random.nextDouble());
            TrustCrowdNode node =
                    new TrustCrowdNode(cell, aes, central, i, turn, far, new Random(i));
            nodes.add(node);
            long atNs = random.nextLong(count * apart.toNanos());
            cell.after(Duration.ofNanos(atNs), node::begin);
        }
    }

    private Result result(double realS) {
        List<TrustCrowdNode> joined = nodes.stream().filter(TrustCrowdNode::joined).toList();
        double lastNs = joined.stream().mapToLong(TrustCrowdNode::joinedNs).max().orElse(1);
        double allAirNs = cell.nodes().stream().mapToLong(node -> node.usage().transmitNs()).sum();
        double mostNs =
                centrals.stream()
                        .map(TrustCrowdCentral::radio)
                        .map(CellNode::usage)
                        .mapToLong(usage -> usage.transmitNs())
                        .max()
                        .orElse(0);
        Runtime runtime = Runtime.getRuntime();
        return new Result(
                centrals.size(),
                nodes.size(),
                joined.size(),
                centrals.stream().mapToLong(TrustCrowdCentral::refusedForSpace).sum(),
                nodes.stream().filter(node -> !node.joined()).count(),
                nodes.stream().mapToLong(TrustCrowdNode::attempts).sum(),
                BenchBounds.rounded(lastNs / NS_PER_S / 3_600),
                BenchBounds.rounded(median(joined.stream().mapToLong(TrustCrowdNode::tookNs))),
                BenchBounds.rounded(mostNs / lastNs),
                BenchBounds.rounded(allAirNs / lastNs),
                BenchBounds.rounded(realS),
                BenchBounds.rounded(
                        (runtime.totalMemory() - runtime.freeMemory()) / BYTES_PER_MIB));
    }

    private static double median(LongStream ns) {
        long[] sorted = ns.sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2] / NS_PER_S;
    }

    @Override
    public void close() {
        nodes.forEach(TrustCrowdNode::close);
        centrals.forEach(TrustCrowdCentral::close);
    }
}
