package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.device.ApduChannel;

/// Where a demo gets a card with the IoT SAFE applet from.
@FunctionalInterface
interface CardSource {
    /// A new card.
    ///
    /// @param installation the applet's own parameters (`docs/protocols/iot-safe.md`)
    /// @throws io.lapwing.crypto.Fault when there is none here
    ApduChannel insert(Bytes installation);
}
