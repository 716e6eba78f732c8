package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// What carries commands to a card and brings its answers (ISO 7816-4 §5): a reader, a modem's `AT+CSIM`, a simulator.
///
/// One thread at a time.
public interface ApduChannel extends AutoCloseable {
    /// Sends a command, and waits for its answer.
    ///
    /// @param command 4 to 261 octets
    /// @return the answer's data, at most 256 octets, and the two octets of its status word
    /// @throws Fault `UNAVAILABLE` when the card does not answer
    Bytes transmit(Bytes command);

    /// Ends the session with the card, which forgets what it derived in it. Again is nothing.
    @Override
    void close();
}
