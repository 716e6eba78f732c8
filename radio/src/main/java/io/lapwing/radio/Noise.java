package io.lapwing.radio;

/// The noise that a receiver hears in a channel.
final class Noise {
    /// Thermal noise in 1 Hz at 290 K.
    private static final double THERMAL_DBM_PER_HZ = -174;

    /// Of an SX1276 (Semtech AN1200.22 §3).
    private static final double RECEIVER_FIGURE_DB = 6;

    private Noise() {}

    static double floorDbm(Bandwidth bandwidth) {
        return THERMAL_DBM_PER_HZ + 10 * Math.log10(bandwidth.hz()) + RECEIVER_FIGURE_DB;
    }
}
