package io.lapwing.device;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.lorawan.SessionKeyType;
import java.util.EnumMap;
import java.util.Map;

/// The session keys that a server was given, in this process's memory.
public final class SoftSessionKeys implements SessionKeys, AutoCloseable {
    private final Aes aes;
    private final EnumMap<SessionKeyType, Secret> keys = new EnumMap<>(SessionKeyType.class);

    /// Takes the keys over, to close them with itself.
    ///
    /// @param keys of 16 octets each; the NwkSKey of a session keyed as 1.0 is its FNwkSIntKey
    public SoftSessionKeys(Aes aes, Map<SessionKeyType, Secret> keys) {
        this.aes = aes;
        this.keys.putAll(keys);
    }

    @Override
    public Bytes cmac(SessionKeyType type, Bytes message) {
        return aes.cmac(key(type), message);
    }

    @Override
    public Bytes encrypt(SessionKeyType type, Bytes blocks) {
        return aes.encrypt(key(type), blocks);
    }

    private Secret key(SessionKeyType type) {
        Secret key = keys.get(type);
        if (key == null) {
            throw new Fault(
                    Fault.Kind.NOT_FOUND,
                    "no " + type + " here: this side of the session was not given it");
        }
        return key;
    }

    @Override
    public void close() {
        keys.values().forEach(Secret::close);
    }
}
