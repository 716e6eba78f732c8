package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;

/// What keeps the Central Entity's keys safe in the store: a vault. It wraps a key so that only it can open it, bound to the
/// node whose it is.
public interface KeyGuard {
    /// The key as ciphertext.
    ///
    /// @param binding says whose key it is, and what for
    Bytes wrap(Bytes binding, Secret key);

    /// The key that was wrapped.
    ///
    /// @throws io.lapwing.crypto.Fault `TAMPERED` for what this guard did not wrap with this binding
    Secret unwrap(Bytes binding, Bytes wrapped);
}
