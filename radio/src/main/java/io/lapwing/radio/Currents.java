package io.lapwing.radio;

import io.lapwing.crypto.Fault;

/// What a radio draws, in mA.
///
/// @param transmitMa at the power it transmits with
/// @param supplyV of all currents
public record Currents(double transmitMa, double receiveMa, double sleepMa, double supplyV) {
    private static final double RECEIVE_MA = 11.5;
    private static final double SLEEP_MA = 0.0002;
    private static final double SUPPLY_V = 3.3;
    private static final double NS_PER_S = 1e9;

    /// An SX1276 at 3.3 V (data sheet rev. 7, table 6): 20 mA at +7 dBm, 29 at +13 on RFO; 87 at +17, 120 at +20 on PA_BOOST;
    /// receiving 11.5 mA with the amplifier boosted.
    ///
    /// @param powerDbm at most 20; the next of the table's steps counts
    /// @throws Fault `BAD_INPUT` when it is more
    public static Currents sx1276(int powerDbm) {
        if (powerDbm > 20) {
            throw Fault.badInput("power %d dBm: want at most 20".formatted(powerDbm));
        }
        double transmitMa = powerDbm <= 7 ? 20 : powerDbm <= 14 ? 29 : powerDbm <= 17 ? 87 : 120;
        return new Currents(transmitMa, RECEIVE_MA, SLEEP_MA, SUPPLY_V);
    }

    /// Energy in mJ.
    public double energyMj(long transmitNs, long receiveNs, long sleepNs) {
        double charge = transmitMa * transmitNs + receiveMa * receiveNs + sleepMa * sleepNs;
        return charge * supplyV / NS_PER_S;
    }
}
