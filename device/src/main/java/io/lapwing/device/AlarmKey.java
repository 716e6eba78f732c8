package io.lapwing.device;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.lorawan.Eui64;
import java.nio.charset.StandardCharsets;

/// The key that authenticates a device's alarms, and nothing else.
public final class AlarmKey {
    /// LoRaWAN's blocks begin with 0 to 6 (TS001-1.1 §6.1.1.3, §6.2.5; TS005 with 0, 0x20 and 0x30): none is like this one.
    private static final int BLOCK_TYPE = 0xA1;

    private static final int VERSION = 1;

    private AlarmKey() {}

    /// AES(rootKey, A1 ‖ "alarm" ‖ 00 ‖ 01 ‖ DevEUI), big-endian.
    ///
    /// @param rootKey 16 or 32 octets
    /// @return 16 octets, to be closed as soon as the alarms are prepared
    public static Secret derive(Aes aes, Secret rootKey, Eui64 devEui) {
        return aes.derive(rootKey, block(devEui));
    }

    /// The block from which it is derived, for a vault that keeps the root key: 16 octets.
    public static Bytes block(Eui64 devEui) {
        return Bytes.concat(
                Bytes.of(BLOCK_TYPE),
                Bytes.of("alarm".getBytes(StandardCharsets.US_ASCII)),
                Bytes.of(0, VERSION),
                devEui.bigEndian());
    }
}
