package io.lapwing.lorawan;

/// The network session keys of an answer, each wrapped for the network server.
public sealed interface NetworkKeys {
    /// Of a session keyed as 1.0.
    record As10(KeyEnvelope nwkSKey) implements NetworkKeys {}

    /// Of a session keyed as 1.1.
    record As11(KeyEnvelope fNwkSIntKey, KeyEnvelope sNwkSIntKey, KeyEnvelope nwkSEncKey)
            implements NetworkKeys {}
}
