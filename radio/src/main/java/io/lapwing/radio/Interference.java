package io.lapwing.radio;

import java.util.List;

/// How much stronger than an interferer a frame must be, by the spreading factors of the two.
///
/// The rows come from others' measurements; see `docs/protocols/radio.md`.
public enum Interference {
    /// Goursaud and Gorce, "Dedicated networks for IoT", 2015; used by the ns-3 module for LoRaWAN.
    GOURSAUD(
            List.of(
                    List.of(6, -16, -18, -19, -19, -20),
                    List.of(-24, 6, -20, -22, -22, -22),
                    List.of(-27, -27, 6, -23, -25, -25),
                    List.of(-30, -30, -30, 6, -26, -28),
                    List.of(-33, -33, -33, -33, 6, -29),
                    List.of(-36, -36, -36, -36, -36, 6))),
    /// Croce et al., "Impact of LoRa imperfect orthogonality", IEEE Communications Letters 22(4), 2018: measured.
    CROCE(
            List.of(
                    List.of(1, -8, -9, -9, -9, -9),
                    List.of(-11, 1, -11, -12, -13, -13),
                    List.of(-15, -13, 1, -13, -14, -15),
                    List.of(-19, -18, -17, 1, -17, -18),
                    List.of(-22, -22, -21, -20, 1, -20),
                    List.of(-25, -25, -25, -24, -23, 1))),
    /// Pure ALOHA: every overlap of one spreading factor loses both frames, other factors do not disturb.
    NO_CAPTURE(List.of());

    private static final double NEVER = Double.POSITIVE_INFINITY;

    // Made by List.of, which nobody can change; its type does not say so.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<List<Integer>> leastDb;

    Interference(List<List<Integer>> leastDb) {
        this.leastDb = leastDb;
    }

    /// In dB; infinite when no strength helps.
    public double leastDb(SpreadingFactor frame, SpreadingFactor interferer) {
        if (this == NO_CAPTURE) {
            return frame == interferer ? NEVER : -NEVER;
        }
        return leastDb.get(frame.index()).get(interferer.index());
    }
}
