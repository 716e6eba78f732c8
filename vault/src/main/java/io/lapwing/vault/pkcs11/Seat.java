package io.lapwing.vault.pkcs11;

import io.lapwing.crypto.Bytes;
import io.lapwing.vault.ReceiverKey;
import java.util.LinkedHashMap;
import java.util.Map;

/// A session of the pool with what belongs to it, for one thread at a time: the vault's keys and the receivers' keys
/// that were opened in this session.
final class Seat implements AutoCloseable {
    /// How many receivers' keys stay open in a session; the one longest unused gives way.
    static final int RECEIVERS = 256;

    private final TokenSession session;
    private final KeyRing keys;
    private final LinkedHashMap<ReceiverKey, Long> receivers = new LinkedHashMap<>(16, 0.75f, true);

    Seat(TokenSession session, KeyRing keys) {
        this.session = session;
        this.keys = keys;
    }

    TokenSession session() {
        return session;
    }

    KeyRing keys() {
        return keys;
    }

    /// AES-CMAC under the binding key.
    Bytes bindingTag(Bytes message) {
        return session.sign(Mechanism.AES_CMAC, keys.binding(), message);
    }

    /// The receiver's key as an object that may only wrap.
    long receiver(ReceiverKey key) {
        Long open = receivers.get(key);
        if (open != null) {
            // Destroying a version of the vault key destroys what it wrapped, here too.
            long _ = keys.wrapping(key.wrapped().version());
            return open;
        }
        long handle = WrappedKeys.open(this, key.wrapped(), key.binding(), Templates.RECEIVER_KEY);
        receivers.put(key, handle);
        if (receivers.size() > RECEIVERS) {
            Map.Entry<ReceiverKey, Long> eldest = receivers.firstEntry();
            receivers.remove(eldest.getKey());
            session.destroy(eldest.getValue());
        }
        return handle;
    }

    @Override
    public void close() {
        receivers.clear();
        session.close();
    }
}
