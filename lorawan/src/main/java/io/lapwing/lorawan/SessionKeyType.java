package io.lapwing.lorawan;

import java.util.List;

/// The session keys, by the type octet that begins the block they are derived from (TS001-1.1 §6.2.3).
public enum SessionKeyType {
    /// Forwarding network session integrity key; the NwkSKey of a 1.0.x session.
    F_NWK_S_INT_KEY(1),
    /// Application session key: the owner's alone.
    APP_S_KEY(2),
    /// Serving network session integrity key.
    S_NWK_S_INT_KEY(3),
    /// Network session encryption key.
    NWK_S_ENC_KEY(4);

    private final int code;

    SessionKeyType(int code) {
        this.code = code;
    }

    /// The type octet, 1 to 4.
    public int code() {
        return code;
    }

    /// The keys of a session keyed so: two as 1.0, all four as 1.1.
    public static List<SessionKeyType> of(Keying keying) {
        return switch (keying) {
            case AS_1_0 -> List.of(F_NWK_S_INT_KEY, APP_S_KEY);
            case AS_1_1 -> List.of(values());
        };
    }
}
