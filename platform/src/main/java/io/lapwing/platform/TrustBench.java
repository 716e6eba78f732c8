package io.lapwing.platform;

import io.lapwing.radio.LinkSettings;
import io.lapwing.radio.Modulation;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.Profile;
import io.lapwing.trust.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// Joins and direct key translations of both profiles over the simulated radio: Table 2 of the paper, and what it is made of.
final class TrustBench {
    static final List<Integer> FACTORS = List.of(7, 9, 10, 12);
    static final List<Double> LOSSES = List.of(0.0, 0.1, 0.2, 0.3);

    private static final NodeId N1 = new NodeId(1);
    private static final NodeId N2 = new NodeId(2);

    /// The paper's number of measurements, for a channel that loses nothing.
    private static final int CLEAN_RUNS = 5;

    /// How often a node joins or asks until it has what it needs before a run.
    private static final int MOST_TRIES = 10;

    private final Plan plan;
    private final Progress progress;

    /// What is measured.
    ///
    /// @param factors spreading factors, 7 to 12
    /// @param losses shares of all frames, 0 to 0.5
    /// @param runs of each where frames are lost
    record Plan(List<Integer> factors, List<Double> losses, int runs, long seed) {
        Plan {
            factors = List.copyOf(factors);
            losses = List.copyOf(losses);
            for (int factor : factors) {
                losses.forEach(loss -> TrustSetup.of(factor, loss, seed, TrustChipTimes.NONE));
            }
        }

        /// How many steps [TrustBench#measured] tells its progress.
        int steps() {
            return Profile.values().length * factors.size() * losses.size();
        }
    }

    TrustBench(Plan plan, Progress progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /// Means over runs of one procedure. Of a join N1 joins and N2 only gets the list; of a key distribution N1 asks and N2
    /// gets the key.
    ///
    /// @param times `measured` with swtpm, or the model's name
    /// @param boundS the fewest frames, none lost, none acknowledged
    /// @param ratio of elapsed time to bound and time in TPMs
    /// @param missed runs after which N2 lacked the list, or the two had no key
    record Row(
            String profile,
            String procedure,
            String times,
            int spreadingFactor,
            double loss,
            int runs,
            int missed,
            double busyCeS,
            double busyN1S,
            double busyN2S,
            double elapsedS,
            double boundS,
            double airS,
            double tpmS,
            double computeS,
            double ratio,
            double frames,
            double octets,
            double energyCeMj,
            double energyN1Mj,
            double energyN2Mj) {}

    /// Where the time of one procedure on a clean channel goes, message by message.
    record Legs(String profile, int spreadingFactor, TrustProcedure procedure) {}

    /// What came of it.
    record Measured(List<Row> rows, List<Legs> legs) {}

    /// Both profiles with chips whose time is measured, at every spreading factor and loss.
    Measured measured(Supplier<TrustChips> chips) {
        List<Row> rows = new ArrayList<>();
        List<Legs> legs = new ArrayList<>();
        try (TrustChips own = chips.get()) {
            for (Profile profile : Profile.values()) {
                warmUp(profile, own);
                for (int factor : plan.factors()) {
                    for (double loss : plan.losses()) {
                        Runs all = run(profile, factor, loss, TrustChipTimes.MEASURED, own);
                        rows.addAll(all.rows(profile, factor, loss, TrustChipTimes.MEASURED));
                        if (loss == 0) {
                            all.last()
                                    .forEach(
                                            one -> legs.add(new Legs(profile.word(), factor, one)));
                        }
                        progress.at(rows.size() / 2);
                    }
                }
            }
        }
        return new Measured(rows, legs);
    }

    /// Both profiles on a clean channel with the published times of two chips.
    List<Row> modelled() {
        List<Row> rows = new ArrayList<>();
        try (TrustChips chips = TrustChips.software()) {
            for (TrustChipTimes times : List.of(TrustChipTimes.SLB9670, TrustChipTimes.SLB9672)) {
                for (Profile profile : Profile.values()) {
                    for (int factor : plan.factors()) {
                        rows.addAll(
                                run(profile, factor, 0, times, chips)
                                        .rows(profile, factor, 0, times));
                    }
                }
            }
        }
        return rows;
    }

    private void warmUp(Profile profile, TrustChips chips) {
        Runs _ = run(profile, TrustStory.FACTOR, 0, TrustChipTimes.MEASURED, chips);
    }

    private Runs run(
            Profile profile, int factor, double loss, TrustChipTimes times, TrustChips chips) {
        int count = loss == 0 ? CLEAN_RUNS : plan.runs();
        var setup = TrustSetup.of(factor, loss, plan.seed(), times);
        var all = new Runs(setup);
        try (TrustNetwork network = TrustNetwork.of(profile, setup, chips)) {
            joinWell(network, N2);
            for (int i = 0; i < count; i++) {
                TrustProcedure join = network.join(N1);
                all.join(join, network.list(N1).contains(N1) && network.list(N2).contains(N1));
                joinWell(network, N1);
                TrustProcedure keys = network.connect(N1, List.of(N2), Service.KTC_DIRECT);
                all.keys(keys, network.connected(N1, N2));
            }
        }
        return all;
    }

    /// Joins until all that are there know it: a list for all is not acknowledged.
    private static void joinWell(TrustNetwork network, NodeId node) {
        for (int i = 0; i < MOST_TRIES && !network.list(node).contains(node); i++) {
            TrustProcedure _ = network.join(node);
        }
        for (int i = 0; i < MOST_TRIES && !network.list(N2).contains(node); i++) {
            TrustProcedure _ = network.refresh(N2);
        }
    }

    /// The runs of one setting.
    private static final class Runs {
        private final TrustSetup setup;
        private final List<TrustProcedure> joins = new ArrayList<>();
        private final List<TrustProcedure> keys = new ArrayList<>();
        private int joinsMissed;
        private int keysMissed;

        Runs(TrustSetup setup) {
            this.setup = setup;
        }

        void join(TrustProcedure procedure, boolean whole) {
            joins.add(procedure);
            joinsMissed += whole ? 0 : 1;
        }

        void keys(TrustProcedure procedure, boolean whole) {
            keys.add(procedure);
            keysMissed += whole ? 0 : 1;
        }

        Stream<TrustProcedure> last() {
            return Stream.of(joins.getLast(), keys.getLast());
        }

        List<Row> rows(Profile profile, int factor, double loss, TrustChipTimes times) {
            return List.of(
                    row(profile, "join", factor, loss, times, joins, joinsMissed),
                    row(profile, "keys", factor, loss, times, keys, keysMissed));
        }

        private Row row(
                Profile profile,
                String what,
                int factor,
                double loss,
                TrustChipTimes times,
                List<TrustProcedure> all,
                int missed) {
            double elapsedS = mean(all, TrustProcedure::elapsedS);
            double boundS = boundS(all);
            double tpmS = mean(all, TrustProcedure::chipS);
            return new Row(
                    profile.word(),
                    what,
                    times.word(),
                    factor,
                    loss,
                    all.size(),
                    missed,
                    busy(all, "CE"),
                    busy(all, "N1"),
                    busy(all, "N2"),
                    BenchBounds.rounded(elapsedS),
                    BenchBounds.rounded(boundS),
                    BenchBounds.rounded(mean(all, TrustProcedure::airS)),
                    BenchBounds.rounded(tpmS),
                    BenchBounds.rounded(mean(all, TrustProcedure::computeS)),
                    BenchBounds.rounded(elapsedS / (boundS + tpmS)),
                    BenchBounds.rounded(mean(all, one -> one.frames())),
                    BenchBounds.rounded(mean(all, one -> one.octets())),
                    energy(all, "CE"),
                    energy(all, "N1"),
                    energy(all, "N2"));
        }

        /// Of each message once, as the run with the fewest said it.
        private double boundS(List<TrustProcedure> all) {
            LinkSettings link = LinkSettings.of(Modulation.of(setup.factor()));
            return all.stream()
                            .mapToLong(one ->
                                    one.messages().stream()
                                            .mapToLong(message ->
                                                    link.leastAirTimeNs(message.octets()))
                                            .sum())
                            .min()
                            .orElse(0)
                    / 1e9;
        }

        private static double mean(List<TrustProcedure> all, ToDoubleFunction<TrustProcedure> of) {
            return all.stream().mapToDouble(of).average().orElse(0);
        }

        private static double busy(List<TrustProcedure> all, String party) {
            return share(all, party, TrustProcedure.Share::busyS);
        }

        private static double energy(List<TrustProcedure> all, String party) {
            return share(all, party, TrustProcedure.Share::energyMj);
        }

        private static double share(
                List<TrustProcedure> all, String party, ToDoubleFunction<TrustProcedure.Share> of) {
            return BenchBounds.rounded(
                    mean(all, one -> one.share(party).map(of::applyAsDouble).orElse(0.0)));
        }
    }
}
