package io.lapwing.radio;

/// What one node did with its radio.
///
/// @param receiveNs listening while something was on its way to or from it
public record RadioUsage(long frames, long octets, long transmitNs, long receiveNs) {
    static final RadioUsage NONE = new RadioUsage(0, 0, 0, 0);

    RadioUsage transmitted(int bytes, long airTimeNs) {
        return new RadioUsage(
                frames + 1, octets + bytes, transmitNs + airTimeNs, receiveNs - airTimeNs);
    }

    /// @param ns during which something was on its way, transmissions included
    RadioUsage busy(long ns) {
        return new RadioUsage(frames, octets, transmitNs, receiveNs + ns);
    }

    /// Energy in mJ.
    public double energyMj(Currents currents) {
        return currents.energyMj(transmitNs, receiveNs, 0);
    }
}
