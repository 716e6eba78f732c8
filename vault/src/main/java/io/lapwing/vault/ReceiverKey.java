package io.lapwing.vault;

/// A wrapping key that the vault shares with one receiver of keys, as it is stored.
public record ReceiverKey(KeyBinding.Receiver binding, WrappedKey wrapped) {}
