package io.lapwing.oscore;

import io.lapwing.crypto.Bytes;

/// Signs with a private key that stays where it is: in a vault, a chip, a station.
public interface Signer {
    /// The public half.
    SignerKey key();

    /// Signs.
    ///
    /// @return 64 octets, as the [CoseAlgorithm] of the key says
    Bytes sign(Bytes message);
}
