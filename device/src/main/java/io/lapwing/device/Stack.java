package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.lorawan.FCnt;
import io.lapwing.lorawan.FPort;
import java.util.Optional;

/// The layer of radio and protocols, as an application sees it: it sends what is protected on the way, and has no key. One
/// thread at a time.
interface Stack extends AutoCloseable {
    /// Protects a message and gives it to the radio.
    ///
    /// @return its counter in this session
    FCnt send(FPort port, Bytes message);

    /// The next message that came, authentic and in the clear.
    Optional<Message> receive();

    /// Ends it. Again is nothing.
    @Override
    void close();

    /// What an application server sent.
    record Message(FPort port, Bytes octets) {}
}
