package io.lapwing.radio;

/// The width of a channel. The chip rate is the same number.
public enum Bandwidth {
    KHZ_125(125_000),
    KHZ_250(250_000),
    KHZ_500(500_000);

    private final int hz;

    Bandwidth(int hz) {
        this.hz = hz;
    }

    public int hz() {
        return hz;
    }
}
