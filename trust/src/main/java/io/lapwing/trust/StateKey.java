package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// A key of a node that signs while the node is in the state in which the key was made, and never after it was tampered
/// with: each signature shows that state. A TPM's ([TpmStateKey]), or [SoftwareStateKey] for tests and simulations.
public interface StateKey extends AutoCloseable {
    /// Verifies what it signs.
    VerificationKey verificationKey();

    /// ECDSA with SHA-256 on P-256.
    ///
    /// @return r and s, 32 octets each
    /// @throws Fault `FORBIDDEN` when the node is in another state, `UNAVAILABLE` when the chip does not answer
    Bytes sign(Bytes message);

    @Override
    void close();
}
