package io.lapwing.device;

import io.lapwing.crypto.Bytes;

/// A way out for an alarm: the same octets over any of them.
@FunctionalInterface
public interface AlarmTransport {
    /// Sends an alarm frame.
    ///
    /// @return whether it went out as far as can be known here; a [io.lapwing.crypto.Fault] counts as no
    boolean send(Bytes frame);
}
