package io.lapwing.lab;

/// A target with a fault behind four doors, each of which one octet opens: chance alone finds it once in 2^32 inputs.
public final class DoorFuzz {
    private static final byte[] OPENS = {'D', 'o', 'o', 'r'};

    private DoorFuzz() {}

    /// For Jazzer.
    public static void fuzzerTestOneInput(byte[] octets) {
        if (octets.length == OPENS.length
                && octets[0] == OPENS[0]
                && octets[1] == OPENS[1]
                && octets[2] == OPENS[2]
                && octets[3] == OPENS[3]) {
            throw new IllegalStateException("behind the doors");
        }
    }
}
