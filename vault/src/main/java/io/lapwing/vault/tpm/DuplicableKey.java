package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;

/// A symmetric key in a TPM that may go to other TPMs, as its policy says, and never leaves them in the clear.
///
/// Keys are made, imported and loaded by a [StorageKey]. Any number may be open: the TPM's few slots are shared. Safe
/// for use by many threads.
public sealed interface DuplicableKey extends AutoCloseable permits CipherKey, MacKey {
    /// The most octets that are encrypted at once (Part 2, TPM2B_MAX_BUFFER).
    int MOST_DATA_BYTES = 1024;

    KeyForm form();

    /// The TPM's Name of the key, 34 octets: the same wherever the key is, and another for another policy.
    Bytes name();

    DuplicationPolicy policy();

    /// Encrypts by AES-256 in CFB mode (NIST SP 800-38A §6.3), which authenticates nothing.
    ///
    /// @param iv 16 octets, never used before with this key
    /// @param data 1 to 1024 octets
    Bytes encrypt(Bytes iv, Bytes data);

    /// What [#encrypt] encrypted.
    Bytes decrypt(Bytes iv, Bytes data);

    /// Wraps it for another TPM.
    ///
    /// @throws io.lapwing.crypto.Fault `FORBIDDEN` on a route that is not of this key's policy
    Duplicate duplicate(Route route);

    /// How to have it again after a restart, by [StorageKey#load].
    StoredKey stored();

    /// Removes it from the TPM's memory. Closing twice is harmless.
    @Override
    void close();
}
