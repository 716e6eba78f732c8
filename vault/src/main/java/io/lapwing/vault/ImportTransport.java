package io.lapwing.vault;

/// A transport key opened inside the vault for one import of many keys: one asymmetric operation for the whole file
/// in place of one for each key. For use by many threads; the transport key is gone when it is closed.
public interface ImportTransport extends AutoCloseable {
    /// Takes a key sealed under the transport key as a JWE in compact serialisation (RFC 7516 §7.1) with `alg` `dir` and
    /// `enc` `A256GCM` (RFC 7518 §4.5, §5.3), whose plaintext is the key's octets: 16 for a root key.
    ///
    /// @throws io.lapwing.crypto.Fault `BAD_INPUT` when the JWE is not of this form, `TAMPERED` when it does not open
    WrappedKey importSealed(KeyBinding binding, String jwe);

    @Override
    void close();
}
