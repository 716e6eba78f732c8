package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.trust.Spoken;
import java.util.List;
import java.util.stream.Stream;

/// Any octets are a message between nodes and Central Entity that writes itself again, or `BAD_INPUT`.
public final class TrustFuzz {
    private static final String NONCE = "1122334455667788";
    private static final String TAG = "A1A2A3A4A5A6A7A8";

    /// The generator of P-256 (SEC 2 §2.4.2), compressed.
    private static final String POINT =
            "036B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296";

    private static final String KEY = "50" + "00".repeat(16);

    private TrustFuzz() {}

    /// One of each kind; `docs/protocols/trust.md` has the table.
    static List<Bytes> seeds() {
        String delivery = "181E" + KEY + TAG;
        return Stream.of(
                        "0104025820" + "00".repeat(32) + "00",
                        "0502810280" + "00".repeat(64),
                        "06181E",
                        "0800" + NONCE,
                        "09" + NONCE + TAG,
                        "0A0102" + NONCE + NONCE + TAG + KEY + TAG,
                        "0B02" + delivery + KEY + TAG,
                        "0C02" + delivery + "40" + TAG,
                        "0D" + delivery + TAG,
                        "0E181E" + KEY + TAG + TAG,
                        "0F" + TAG,
                        "10" + TAG,
                        "110201" + TAG,
                        "140702" + NONCE + TAG,
                        "150702" + NONCE + TAG,
                        "160702" + KEY + TAG,
                        "170702" + delivery,
                        "180702" + TAG,
                        "12021820" + delivery + "40" + TAG,
                        "1901" + POINT + NONCE + "48" + TAG + TAG,
                        "1A0101" + TAG,
                        "1B02" + NONCE + TAG,
                        "1C02181E5821" + POINT + TAG,
                        "1C02181E40" + TAG,
                        "2001" + KEY,
                        "21070201" + KEY,
                        "1E01" + KEY,
                        "1F070201" + KEY,
                        "2B" + "00".repeat(40))
                .map(Bytes::hex)
                .toList();
    }

    /// For Jazzer.
    public static void fuzzerTestOneInput(byte[] octets) {
        Bytes message = Bytes.of(octets);
        try {
            if (!Spoken.again(message).equals(message) || Spoken.name(message).isEmpty()) {
                throw new AssertionError("message reads as another");
            }
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.BAD_INPUT && fault.kind() != Fault.Kind.EXHAUSTED) {
                throw fault;
            }
        }
    }
}
