package io.lapwing.radio;

import io.lapwing.crypto.Bytes;

/// A half-duplex radio and a clock, as a [LinkNode] uses them: a [Cell] in virtual time, a UDP port or a modem in real time.
///
/// It calls [LinkNode#transmitted] when a frame is off the air, [LinkNode#received] for each frame that arrives,
/// [LinkNode#sensed] if it notices frames while they arrive, and [LinkNode#woken]; never two at once, and none from within
/// these methods.
public interface Medium {
    /// Begins to transmit. The next frame comes only after this one's end was told.
    void transmit(Bytes frame);

    /// Wants to be woken then, instead of at any time said before.
    void wakeAt(long atNs);
}
