package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.JoinState;
import io.lapwing.lorawan.MacVersion;
import java.util.List;
import java.util.stream.Stream;

/// Any octets are a stored state of a device that writes itself again, or `TAMPERED`: nothing else ever happens.
public final class StateFuzz {
    private static final int MARGIN = 70_000;

    private StateFuzz() {}

    static List<Bytes> seeds() {
        return Stream.of(
                        JoinState.NEW,
                        Samples.state(MacVersion.V1_0_3, 8),
                        Samples.state(MacVersion.V1_0_4, 2),
                        Samples.state(MacVersion.V1_1, 5),
                        Samples.state(MacVersion.V1_1, 5).withMargin(MARGIN))
                .map(JoinState::encode)
                .toList();
    }

    /// For Jazzer.
    public static void fuzzerTestOneInput(byte[] octets) {
        Bytes stored = Bytes.of(octets);
        try {
            if (!JoinState.decode(stored).encode().equals(stored)) {
                throw new AssertionError("stored state reads as another");
            }
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.TAMPERED) {
                throw fault;
            }
        }
    }
}
