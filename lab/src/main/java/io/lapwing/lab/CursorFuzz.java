package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.kms.DeviceCursor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/// Any text is a cursor of a list of devices that writes itself and reads as the same again, or `BAD_INPUT`: nothing else
/// ever happens.
public final class CursorFuzz {
    private CursorFuzz() {}

    static List<Bytes> seeds() {
        return Stream.of(
                        Samples.DEV_EUI.toString(),
                        "t." + Samples.DEV_EUI + ".",
                        "o." + Samples.DEV_EUI + ".YWNtZQ",
                        "l." + Samples.DEV_EUI + ".c2l0ZT1wb3J0",
                        "v." + Samples.DEV_EUI + ".c2l0ZT1wb3J0")
                .map(Samples::text)
                .toList();
    }

    /// For Jazzer.
    public static void fuzzerTestOneInput(byte[] octets) {
        try {
            String text = new String(octets, StandardCharsets.UTF_8);
            DeviceCursor cursor = DeviceCursor.parse(text);
            if (!DeviceCursor.parse(cursor.toString()).equals(cursor)) {
                throw new AssertionError("the cursor reads as another");
            }
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.BAD_INPUT) {
                throw fault;
            }
        }
    }
}
