package io.lapwing.vault.memory;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.vault.KeyBinding;
import io.lapwing.vault.KeyUse;
import io.lapwing.vault.ReceiverKey;
import io.lapwing.vault.RootKey;
import io.lapwing.vault.VaultSession;
import io.lapwing.vault.WrappedKey;
import java.util.ArrayList;
import java.util.List;

/// A sitting at a memory vault: the keys that were opened in it, wiped at its end.
final class MemorySession implements VaultSession {
    private final MemoryVault vault;
    private final Aes aes;
    private final List<Secret> opened = new ArrayList<>();

    MemorySession(MemoryVault vault, Aes aes) {
        this.vault = vault;
        this.aes = aes;
    }

    @Override
    public RootKey root(WrappedKey wrapped, KeyBinding.Root binding) {
        return new OpenKey(kept(vault.unwrapped(wrapped, binding)), KeyUse.ROOT);
    }

    @Override
    public void close() {
        opened.forEach(Secret::close);
        opened.clear();
    }

    private Secret kept(Secret key) {
        opened.add(key);
        return key;
    }

    /// A key of this sitting.
    private final class OpenKey implements RootKey {
        private final Secret key;
        private final KeyUse use;

        private OpenKey(Secret key, KeyUse use) {
            this.key = key;
            this.use = use;
        }

        @Override
        public Bytes cmac(Bytes message) {
            use.requireCmac();
            return aes.cmac(key, message);
        }

        @Override
        public Bytes decrypt(Bytes blocks) {
            use.requireDecrypt(blocks);
            return aes.decrypt(key, blocks);
        }

        @Override
        public RootKey derive(Bytes block) {
            KeyUse derivedUse = use.requireDerive(block);
            return new OpenKey(kept(aes.derive(key, block)), derivedUse);
        }

        @Override
        public Bytes deriveFor(Bytes block, ReceiverKey receiver) {
            use.requireDeriveFor(block, receiver.binding().role());
            try (Secret wrappingKey = vault.receiver(receiver);
                    Secret sessionKey = aes.derive(key, block)) {
                return aes.wrap(wrappingKey, sessionKey);
            }
        }
    }
}
