package io.lapwing.trust;

import io.lapwing.crypto.Bytes;

/// Signs for a Central Entity: device lists, and permissions that session keys go to a node's chip. A key in a vault or a
/// chip.
public interface ListSigner {
    VerificationKey verificationKey();

    /// ECDSA with SHA-256 on P-256.
    ///
    /// @return r and s, 32 octets each
    Bytes sign(Bytes message);
}
