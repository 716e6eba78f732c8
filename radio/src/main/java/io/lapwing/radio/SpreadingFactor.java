package io.lapwing.radio;

import io.lapwing.crypto.Fault;

/// How many chips carry a symbol: 2 to the power of [#bits()] (Semtech AN1200.22). Each step reaches farther and takes about
/// twice the time.
public enum SpreadingFactor {
    SF7(7, -7.5),
    SF8(8, -10),
    SF9(9, -12.5),
    SF10(10, -15),
    SF11(11, -17.5),
    SF12(12, -20);

    private final int bits;
    private final double limitSnrDb;

    SpreadingFactor(int bits, double limitSnrDb) {
        this.bits = bits;
        this.limitSnrDb = limitSnrDb;
    }

    /// The factor of this number, 7 to 12.
    ///
    /// @throws Fault `BAD_INPUT` for another
    public static SpreadingFactor of(int bits) {
        if (bits < SF7.bits || bits > SF12.bits) {
            throw Fault.badInput("spreading factor %d: want 7 to 12".formatted(bits));
        }
        return values()[bits - SF7.bits];
    }

    /// Bits that a symbol carries.
    public int bits() {
        return bits;
    }

    /// Its place among them, from 0.
    int index() {
        return bits - SF7.bits;
    }

    /// How many different symbols there are.
    public int symbols() {
        return 1 << bits;
    }

    /// The signal-to-noise ratio in dB at which the SX1276 demodulates (SX1276 data sheet, table 13).
    public double limitSnrDb() {
        return limitSnrDb;
    }
}
