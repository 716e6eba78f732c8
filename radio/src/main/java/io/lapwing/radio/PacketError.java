package io.lapwing.radio;

import java.util.List;

/// How often noise alone loses a frame.
///
/// A LoRa receiver without phase decides among M = 2^SF orthogonal symbols. The chance that a wrong one is the strongest is
/// the integral of `p(r) · (1 − (1 − e^(−r²/2))^(M−1))` over the Rice density p of the right one (Proakis and Salehi, Digital
/// Communications, 5th ed., §4.5-3; Elshabrawy and Robert, IEEE WCL 7(6), 2018). It is exact for white noise and perfect
/// synchronisation. A frame is lost when one of its codewords is wrong beyond what the coding rate corrects; so a longer frame
/// is lost more often.
///
/// Immutable. Making one takes some milliseconds.
public final class PacketError {
    /// Symbol energy to noise density of the first entry; below it nothing is received.
    private static final double FIRST_DB = 0;

    private static final double STEP_DB = 0.1;
    private static final int ENTRIES = 231;

    /// The density is integrated so many standard deviations to either side.
    private static final double SPAN = 10;

    private static final int INTERVALS = 400;

    /// What is rarer is held to be as rare.
    private static final double LEAST = 1e-30;

    private static final List<Double> SMALL_BESSEL =
            List.of(1.0, 3.5156229, 3.0899424, 1.2067492, 0.2659732, 0.0360768, 0.0045813);

    private static final List<Double> LARGE_BESSEL =
            List.of(
                    0.39894228,
                    0.01328592,
                    0.00225319,
                    -0.00157565,
                    0.00916281,
                    -0.02057706,
                    0.02635537,
                    -0.01647633,
                    0.00392377);

    private final double[][] lnSymbolError = new double[SpreadingFactor.values().length][ENTRIES];

    public PacketError() {
        for (SpreadingFactor spreadingFactor : SpreadingFactor.values()) {
            double[] curve = lnSymbolError[spreadingFactor.index()];
            for (int i = 0; i < ENTRIES; i++) {
                double energyDb = FIRST_DB + i * STEP_DB;
                curve[i] =
                        Math.log(Math.max(integrated(energyDb, spreadingFactor.symbols()), LEAST));
            }
        }
    }

    /// The chance that one symbol is taken for another.
    public double symbolError(SpreadingFactor spreadingFactor, double snrDb) {
        double[] curve = lnSymbolError[spreadingFactor.index()];
        double energyDb = snrDb + 10 * Math.log10(spreadingFactor.symbols());
        double at = (energyDb - FIRST_DB) / STEP_DB;
        if (at <= 0) {
            return Math.exp(curve[0]);
        }
        if (at >= ENTRIES - 1) {
            return Math.exp(curve[ENTRIES - 1]);
        }
        int below = (int) at;
        double share = at - below;
        return Math.exp(curve[below] * (1 - share) + curve[below + 1] * share);
    }

    /// The chance that one bit is wrong: half of a wrong symbol's bits are (Proakis and Salehi, eq. 4.4-12).
    public double bitError(SpreadingFactor spreadingFactor, double snrDb) {
        double symbols = spreadingFactor.symbols();
        return symbolError(spreadingFactor, snrDb) * (symbols / 2) / (symbols - 1);
    }

    /// The chance that a frame of so many octets is lost.
    public double frameError(Modulation modulation, double snrDb, int bytes) {
        double bitError = bitError(modulation.spreadingFactor(), snrDb);
        int length = modulation.codingRate().codewordBits();
        double lnRight = length * Math.log1p(-bitError);
        double lnCodeword =
                modulation.codingRate().corrects()
                        ? lnRight + Math.log1p(length * bitError / (1 - bitError))
                        : lnRight;
        return -Math.expm1(2 * bytes * lnCodeword);
    }

    private static double integrated(double energyDb, int symbols) {
        double centre = Math.sqrt(2 * Math.pow(10, energyDb / 10));
        double from = Math.max(0, centre - SPAN);
        double step = (centre + SPAN - from) / INTERVALS;
        double sum = 0;
        for (int i = 0; i <= INTERVALS; i++) {
            double weight = i == 0 || i == INTERVALS ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * integrand(from + i * step, centre, symbols);
        }
        return sum * step / 3;
    }

    private static double integrand(double r, double centre, int symbols) {
        if (r <= 0) {
            return 0;
        }
        double density = r * Math.exp(-(r - centre) * (r - centre) / 2) * scaledBessel(r * centre);
        double anyStronger = -Math.expm1((symbols - 1) * Math.log1p(-Math.exp(-r * r / 2)));
        return density * anyStronger;
    }

    /// `e^(−x) · I0(x)` (Abramowitz and Stegun §9.8.1 and §9.8.2; error below 2e-7).
    private static double scaledBessel(double x) {
        if (x < 3.75) {
            return polynomial(SMALL_BESSEL, x / 3.75 * (x / 3.75)) * Math.exp(-x);
        }
        return polynomial(LARGE_BESSEL, 3.75 / x) / Math.sqrt(x);
    }

    private static double polynomial(List<Double> coefficients, double at) {
        double sum = 0;
        for (double coefficient : coefficients.reversed()) {
            sum = sum * at + coefficient;
        }
        return sum;
    }
}
