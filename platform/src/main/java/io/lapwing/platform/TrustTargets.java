package io.lapwing.platform;

import java.util.ArrayList;
import java.util.List;

/// What the trusted environment is wanted to reach, and whether it does.
final class TrustTargets {
    private static final double JOIN_S = 1.0;
    private static final double KEYS_S = 1.5;
    private static final double OVER_BOUND = 1.25;
    private static final double OF_OTHERS_AIR = 0.4;

    private TrustTargets() {}

    /// Of rows with measured times, on a clean channel.
    static List<BenchTarget> of(List<TrustBench.Row> rows) {
        List<TrustBench.Row> own =
                rows.stream()
                        .filter(row -> row.profile().equals("lapwing") && row.loss() == 0)
                        .toList();
        List<BenchTarget> targets = new ArrayList<>();
        for (TrustBench.Row row : own) {
            if (row.spreadingFactor() == TrustStory.FACTOR) {
                boolean join = row.procedure().equals("join");
                targets.add(
                        BenchTarget.below(
                                row.procedure() + " at SF7, s",
                                join ? JOIN_S : KEYS_S,
                                row.elapsedS()));
            }
        }
        for (TrustBench.Row row : own) {
            targets.add(
                    BenchTarget.below(
                            "%s at SF%d, times bound and TPM"
                                    .formatted(row.procedure(), row.spreadingFactor()),
                            OVER_BOUND,
                            row.ratio()));
        }
        for (TrustBench.Row row : own) {
            rows.stream()
                    .filter(other -> other.profile().equals("ties-2024"))
                    .filter(other -> other.loss() == 0)
                    .filter(other -> other.procedure().equals(row.procedure()))
                    .filter(other -> other.spreadingFactor() == row.spreadingFactor())
                    .forEach(other ->
                            targets.add(
                                    BenchTarget.below(
                                            "%s at SF%d, share of the air time of ties-2024"
                                                    .formatted(
                                                            row.procedure(), row.spreadingFactor()),
                                            OF_OTHERS_AIR,
                                            row.airS() / other.airS())));
        }
        return targets;
    }
}
