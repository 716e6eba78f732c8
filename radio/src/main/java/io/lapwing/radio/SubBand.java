package io.lapwing.radio;

/// Sub-bands of EU868 and how much of each hour a node may transmit there (ERC/REC 70-03 annex 1; ETSI EN 300 220-2).
public enum SubBand {
    /// 868.0–868.6 MHz, 25 mW: LoRaWAN's three default channels.
    G1(868_000_000, 868_600_000, 0.01, 14),
    /// 868.7–869.2 MHz, 25 mW.
    G2(868_700_000, 869_200_000, 0.001, 14),
    /// 869.4–869.65 MHz, 500 mW: the best for a Central Entity.
    G3(869_400_000, 869_650_000, 0.1, 27);

    private final long lowHz;
    private final long highHz;
    private final double share;
    private final int maxDbm;

    SubBand(long lowHz, long highHz, double share, int maxDbm) {
        this.lowHz = lowHz;
        this.highHz = highHz;
        this.share = share;
        this.maxDbm = maxDbm;
    }

    public long lowHz() {
        return lowHz;
    }

    public long highHz() {
        return highHz;
    }

    /// Of an hour.
    public double share() {
        return share;
    }

    /// The most that may be radiated.
    public int maxDbm() {
        return maxDbm;
    }
}
