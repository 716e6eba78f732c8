package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.oscore.CborReader;
import io.lapwing.oscore.CborWriter;
import java.util.List;
import java.util.stream.Stream;

/// Any octets are one CBOR value that is read whole, and the same again from its parts, or `BAD_INPUT`: nothing else ever happens.
public final class CborFuzz {
    private static final int ARRAY = 4;
    private static final int LONGEST = 1 << 16;

    private CborFuzz() {}

    /// Of RFC 8949 Appendix A.
    static List<Bytes> seeds() {
        return Stream.of(
                        "00",
                        "1903E8",
                        "1B000000E8D4A51000",
                        "3903E7",
                        "4401020304",
                        "6449455446",
                        "8301820203820405",
                        "A26161016162820203",
                        "A201020304",
                        "C11A514B67B0",
                        "83F4F5F6")
                .map(Bytes::hex)
                .toList();
    }

    /// For Jazzer.
    public static void fuzzerTestOneInput(byte[] octets) {
        Bytes encoded = Bytes.of(octets);
        try {
            var whole = new CborReader(encoded);
            Bytes value = whole.value("value");
            whole.end();
            if (!value.equals(encoded) || !again(encoded).equals(encoded)) {
                throw new AssertionError("value reads as another");
            }
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.BAD_INPUT) {
                throw fault;
            }
        }
    }

    private static Bytes again(Bytes encoded) {
        var in = new CborReader(encoded);
        var out = new CborWriter();
        switch (encoded.at(0) >>> 5) {
            case 2 -> out.octets(in.octets("octets", 0, LONGEST));
            case ARRAY -> {
                int entries = in.array("array", LONGEST);
                out.array(entries);
                for (int i = 0; i < entries; i++) {
                    out.raw(in.value("entry"));
                }
            }
            default -> out.raw(in.value("value"));
        }
        in.end();
        return out.done();
    }
}
