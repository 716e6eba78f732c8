package io.lapwing.crypto;

/// AES with keys in native memory: what a software vault and a device need of it.
///
/// Implementations are safe for use by many threads.
public interface Aes {
    /// The library that computes, with its version.
    String engine();

    /// AES-CMAC (RFC 4493).
    ///
    /// @return 16 octets
    Bytes cmac(Secret key, Bytes message);

    /// AES-ECB encryption of whole blocks.
    ///
    /// @param blocks a multiple of 16 octets
    Bytes encrypt(Secret key, Bytes blocks);

    /// AES-ECB decryption of whole blocks.
    ///
    /// @param blocks a multiple of 16 octets
    Bytes decrypt(Secret key, Bytes blocks);

    /// The key AES(key, block), which never leaves native memory.
    ///
    /// @param block 16 octets
    Secret derive(Secret key, Bytes block);

    /// AES key wrap (RFC 3394 §2.2.1).
    ///
    /// @param key 16, 24 or 32 octets
    /// @return 8 octets more than the key has
    Bytes wrap(Secret wrappingKey, Secret key);

    /// AES key unwrap (RFC 3394 §2.2.2).
    ///
    /// @throws Fault `TAMPERED` when the integrity check fails
    Secret unwrap(Secret wrappingKey, Bytes wrapped);
}
