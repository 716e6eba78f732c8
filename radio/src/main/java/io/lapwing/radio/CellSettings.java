package io.lapwing.radio;

import java.util.Optional;

/// What a cell is like.
///
/// @param link of all nodes
/// @param powerDbm radiated by each
/// @param band whose duty cycle holds; none if empty
/// @param lossShare of frames lost beyond what noise and interference lose, 0 to 1; they are noticed and cannot be read
public record CellSettings(
        LinkSettings link,
        PathLoss pathLoss,
        Interference interference,
        int powerDbm,
        Optional<SubBand> band,
        double lossShare) {
    private static final int POWER_DBM = 14;

    /// Between buildings, with 14 dBm, Goursaud's rejection, no duty cycle, and no more loss.
    public static CellSettings of(Modulation modulation) {
        return new CellSettings(
                LinkSettings.of(modulation),
                PathLoss.BUILT_UP,
                Interference.GOURSAUD,
                POWER_DBM,
                Optional.empty(),
                0);
    }

    /// The same with more loss.
    public CellSettings withLoss(double share) {
        return new CellSettings(link, pathLoss, interference, powerDbm, band, share);
    }

    /// The same within a sub-band's duty cycle.
    public CellSettings within(SubBand subBand) {
        return new CellSettings(
                link, pathLoss, interference, powerDbm, Optional.of(subBand), lossShare);
    }

    /// The same with links of other bounds.
    public CellSettings with(LinkSettings other) {
        return new CellSettings(other, pathLoss, interference, powerDbm, band, lossShare);
    }
}
