package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import io.lapwing.device.SafeCard;

/// A card in this process with the IoT SAFE applet, a root key and the keys of a 1.1 device.
final class FuzzedCard {
    static final Bytes ROOT_KEY =
            Bytes.hex("603DEB1015CA71BE2B73AEF0857D77811F352C073B6108D72D9810A30914DFF4");
    static final Bytes NWK_KEY = Bytes.hex("F1E2D3C4B5A69788796A5B4C3D2E1F00");
    static final Bytes APP_KEY = Bytes.hex("2B7E151628AED2A6ABF7158809CF4F3C");

    private static final Bytes FILE = Bytes.hex("0102030405060708090A");
    private final SimulatedCard card =
            new SimulatedCard(
                    Bytes.concat(
                            key(0x01, ROOT_KEY),
                            key(0x11, NWK_KEY),
                            key(0x12, APP_KEY),
                            Bytes.of(0x83, FILE.length()),
                            FILE));

    private static Bytes key(int id, Bytes key) {
        return Bytes.concat(Bytes.of(0x86, key.length() + 1, id), key);
    }

    /// As after a start of the terminal: the applet is selected, and what was derived is gone.
    void restart() {
        card.reset();
        var _ =
                transmit(
                        Bytes.concat(
                                Bytes.of(0x00, 0xa4, 0x04, 0x00, SafeCard.AID.length()),
                                SafeCard.AID));
    }

    Bytes transmit(Bytes command) {
        return card.transmit(command);
    }
}
