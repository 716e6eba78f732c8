package io.lapwing.trust;

import io.lapwing.crypto.Fault;

/// A number that only rises: of the device list, or of a group's key.
///
/// @param value 0 (none yet) to 2^32 - 1
public record Epoch(long value) implements Comparable<Epoch> {
    /// Before the first.
    public static final Epoch NONE = new Epoch(0);

    private static final long LARGEST = 0xFFFF_FFFFL;

    public Epoch {
        if (value < 0 || value > LARGEST) {
            throw Fault.badInput("epoch " + value + ": want 0 to " + LARGEST);
        }
    }

    Epoch next() {
        if (value == LARGEST) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED, "epoch " + value + " is the last: begin a new network");
        }
        return new Epoch(value + 1);
    }

    boolean isAfter(Epoch other) {
        return value > other.value;
    }

    @Override
    public int compareTo(Epoch other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
