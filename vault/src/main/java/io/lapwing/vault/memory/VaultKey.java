package io.lapwing.vault.memory;

import io.lapwing.crypto.Secret;

/// One version of the vault key.
///
/// @param version from 1
/// @param wrapping AES-256, for RFC 3394
/// @param binding AES-256, for the CMAC that ties a wrapped key to its row
record VaultKey(int version, Secret wrapping, Secret binding) implements AutoCloseable {
    static final int KEY_BYTES = 32;

    static VaultKey random(int version) {
        return new VaultKey(version, Secret.random(KEY_BYTES), Secret.random(KEY_BYTES));
    }

    @Override
    public void close() {
        wrapping.close();
        binding.close();
    }
}
