package io.lapwing.radio;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/// Nodes that send to one receiver whenever they like, without a link: what the channel alone delivers.
///
/// The frames of each node are a Poisson process with the frame's own length in between; nodes are spread evenly over a disc
/// around the receiver. This is the experiment of Bor et al. (MSWiM 2016), by which channel models are compared.
///
/// @param period between two frames of a node, on average
/// @param radiusM of the disc
public record UplinkTraffic(
        int nodes,
        Duration period,
        Modulation modulation,
        int frameBytes,
        double radiusM,
        PathLoss pathLoss,
        Interference interference) {
    private record Sent(long startNs, int node, double snrDb) implements Comparable<Sent> {
        @Override
        public int compareTo(Sent other) {
            return Long.compare(startNs, other.startNs);
        }
    }

    /// The share of frames that arrive.
    ///
    /// @param duration that is simulated
    public double delivered(Duration duration, RandomGenerator random) {
        long airTimeNs = modulation.airTimeNs(frameBytes);
        List<Sent> all = traffic(duration.toNanos(), airTimeNs, random);
        boolean[] lost = new boolean[all.size()];
        int oldest = 0;
        for (int i = 0; i < all.size(); i++) {
            Sent later = all.get(i);
            while (all.get(oldest).startNs() + airTimeNs <= later.startNs()) {
                oldest++;
            }
            for (int j = oldest; j < i; j++) {
                collide(all, j, i, airTimeNs, lost);
            }
        }
        int arrived = 0;
        for (boolean one : lost) {
            arrived += one ? 0 : 1;
        }
        return (double) arrived / all.size();
    }

    private List<Sent> traffic(long durationNs, long airTimeNs, RandomGenerator random) {
        List<Sent> all = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            double distanceM = radiusM * Math.sqrt(random.nextDouble());
            double strengthDb = -pathLoss.lossDb(distanceM);
            double atNs = random.nextExponential() * period.toNanos();
            while (atNs < durationNs) {
                all.add(new Sent((long) atNs, node, strengthDb));
                atNs += airTimeNs + random.nextExponential() * period.toNanos();
            }
        }
        Collections.sort(all);
        return all;
    }

    /// The later frame disturbs the earlier one; the earlier disturbs the later, unless only preamble is hit that can be spared.
    private void collide(List<Sent> all, int earlier, int later, long airTimeNs, boolean[] lost) {
        Sent first = all.get(earlier);
        Sent second = all.get(later);
        if (first.node() == second.node()) {
            return;
        }
        SpreadingFactor factor = modulation.spreadingFactor();
        double leastDb = interference.leastDb(factor, factor);
        boolean capture = interference != Interference.NO_CAPTURE;
        long criticalNs = second.startNs() + (capture ? Transmission.spareNs(modulation) : 0);
        if (first.startNs() + airTimeNs > criticalNs) {
            lost[earlier] |= first.snrDb() - second.snrDb() < leastDb;
            lost[later] |= second.snrDb() - first.snrDb() < leastDb;
        }
    }
}
