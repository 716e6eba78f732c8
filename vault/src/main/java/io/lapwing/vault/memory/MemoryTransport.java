package io.lapwing.vault.memory;

import io.lapwing.crypto.Secret;
import io.lapwing.vault.ImportTransport;
import io.lapwing.vault.KeyBinding;
import io.lapwing.vault.SealedKey;
import io.lapwing.vault.WrappedKey;

/// An import under a transport key that lives in native memory.
final class MemoryTransport implements ImportTransport {
    private final MemoryVault vault;
    private final Secret transportKey;

    MemoryTransport(MemoryVault vault, Secret transportKey) {
        this.vault = vault;
        this.transportKey = transportKey;
    }

    @Override
    public WrappedKey importSealed(KeyBinding binding, String jwe) {
        SealedKey sealed = SealedKey.parseDirect(jwe);
        sealed.requireLengthFor(binding);
        try (Secret key = sealed.open(transportKey)) {
            return vault.wrapped(key, binding);
        }
    }

    @Override
    public void close() {
        transportKey.close();
    }
}
