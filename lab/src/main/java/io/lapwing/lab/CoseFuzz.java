package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.oscore.CoseSign1;
import java.util.List;

/// Any octets are a signature block that writes itself again, or `BAD_INPUT`: nothing else ever happens.
public final class CoseFuzz {
    private CoseFuzz() {}

    static List<Bytes> seeds() {
        Bytes zeros = Bytes.of(new byte[64]);
        Bytes signature = Bytes.concat(Bytes.of(0x58, 0x40), zeros);
        return List.of(
                CoseSign1.sign(Bytes.of(1), new FirmwareMaker()).encode(),
                Bytes.concat(Bytes.hex("D28443A10126A0F6"), signature),
                Bytes.concat(Bytes.hex("D28448A201260282041863A2044107182A00F6"), signature));
    }

    /// For Jazzer.
    public static void fuzzerTestOneInput(byte[] octets) {
        Bytes encoded = Bytes.of(octets);
        try {
            if (!CoseSign1.parse(encoded).encode().equals(encoded)) {
                throw new AssertionError("signature block reads as another");
            }
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.BAD_INPUT) {
                throw fault;
            }
        }
    }
}
