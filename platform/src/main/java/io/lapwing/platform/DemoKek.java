package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.kms.Actor;
import io.lapwing.kms.Receivers;
import io.lapwing.lorawan.KeyEnvelope;
import io.lapwing.vault.ImportKey;
import io.lapwing.vault.KeyBinding;
import java.util.Optional;

/// A wrapping key that a receiver of keys makes for itself and shares with the platform's vault alone.
final class DemoKek implements AutoCloseable {
    static final int LENGTH_BYTES = 32;

    private final KeyBinding.Role role;
    private final String label;
    private final Aes aes;
    private final Secret key;

    DemoKek(KeyBinding.Role role, String label, Aes aes) {
        this(role, label, aes, Secret.random(LENGTH_BYTES));
    }

    /// @param key of 32 octets, taken over
    DemoKek(KeyBinding.Role role, String label, Aes aes, Secret key) {
        this.key = key;
        this.role = role;
        this.label = label;
        this.aes = aes;
    }

    /// Hands it in, sealed for the vault.
    void handIn(Actor actor, Receivers receivers, ImportKey importKey) {
        receivers.importSealed(actor, role, label, JweSeal.seal(importKey, key));
    }

    /// What is wrapped under it.
    ///
    /// @throws Fault `TAMPERED` when that is under another key
    Secret unwrap(Bytes wrapped) {
        return aes.unwrap(key, wrapped);
    }

    /// What an envelope holds, whatever label it bears; nothing when it is wrapped under another key.
    Optional<Secret> tryToOpen(KeyEnvelope envelope) {
        try {
            return Optional.of(unwrap(envelope.aesKey()));
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.TAMPERED) {
                throw fault;
            }
            return Optional.empty();
        }
    }

    /// What an envelope addressed to this key holds.
    Secret open(KeyEnvelope envelope) {
        if (!envelope.kekLabel().equals(label)) {
            throw Fault.badInput("envelope for " + envelope.kekLabel() + ": want " + label);
        }
        return unwrap(envelope.aesKey());
    }

    Secret key() {
        return key;
    }

    @Override
    public void close() {
        key.close();
    }
}
