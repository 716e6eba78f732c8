package io.lapwing.vault;

/// One sitting at the vault, for one thread: the keys opened in it live until it is closed.
public interface VaultSession extends AutoCloseable {
    /// Opens a root key for use.
    ///
    /// @throws io.lapwing.crypto.Fault `TAMPERED` unless `wrapped` was made for exactly this binding
    RootKey root(WrappedKey wrapped, KeyBinding.Root binding);

    @Override
    void close();
}
