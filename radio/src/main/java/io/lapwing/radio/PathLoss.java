package io.lapwing.radio;

/// How much weaker a signal is after a distance.
///
/// `referenceLossDb + 10 · exponent · log10(distance / referenceM)`; nothing is nearer than 1 m.
///
/// @param referenceLossDb at `referenceM`
public record PathLoss(double referenceLossDb, double referenceM, double exponent) {
    /// Bor et al., "Do LoRa Low-Power Wide-Area Networks Scale?", MSWiM 2016, §4: measured between buildings.
    public static final PathLoss BUILT_UP = new PathLoss(127.41, 40, 2.08);

    /// As [#BUILT_UP] with the natural logarithm that the authors' simulator took; their erratum's figures are with it.
    public static final PathLoss BOR_NATURAL_LOGARITHM =
            new PathLoss(127.41, 40, 2.08 * Math.log(10));

    public double lossDb(double distanceM) {
        return referenceLossDb + 10 * exponent * Math.log10(Math.max(distanceM, 1) / referenceM);
    }

    /// How far away a signal has lost so much.
    public double distanceM(double lossDb) {
        return referenceM * Math.pow(10, (lossDb - referenceLossDb) / (10 * exponent));
    }
}
