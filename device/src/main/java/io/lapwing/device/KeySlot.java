package io.lapwing.device;

import io.lapwing.lorawan.RootKeyKind;
import io.lapwing.lorawan.SessionKeyType;

/// Where a device's keys are, by name.
public enum KeySlot {
    /// Root key of 1.1 devices.
    NWK_KEY(Use.ROOT, 0),
    /// Root key of every device.
    APP_KEY(Use.ROOT, 0),
    /// Protects join-accepts that answer a rejoin-request.
    JS_ENC_KEY(Use.JOIN, 5),
    /// Makes the MICs of 1.1 join-accepts and of rejoin-requests of type 1.
    JS_INT_KEY(Use.JOIN, 6),
    /// Also the NwkSKey of a session keyed as 1.0.
    F_NWK_S_INT_KEY(Use.SESSION, 1),
    APP_S_KEY(Use.SESSION, 2),
    S_NWK_S_INT_KEY(Use.SESSION, 3),
    NWK_S_ENC_KEY(Use.SESSION, 4);

    /// What the keys of a slot are for.
    enum Use {
        /// Put in at manufacture; other keys are derived from it.
        ROOT,
        /// Derived once from a root key.
        JOIN,
        /// Derived with each session.
        SESSION
    }

    private final Use use;
    private final int type;

    KeySlot(Use use, int type) {
        this.use = use;
        this.type = type;
    }

    Use use() {
        return use;
    }

    /// The octet that begins the block from which the slot's key is derived; 0 for a root key.
    int type() {
        return type;
    }

    /// The slot of a root key.
    public static KeySlot of(RootKeyKind kind) {
        return switch (kind) {
            case NWK_KEY -> NWK_KEY;
            case APP_KEY -> APP_KEY;
        };
    }

    /// The slot of a session key.
    public static KeySlot of(SessionKeyType type) {
        return switch (type) {
            case F_NWK_S_INT_KEY -> F_NWK_S_INT_KEY;
            case APP_S_KEY -> APP_S_KEY;
            case S_NWK_S_INT_KEY -> S_NWK_S_INT_KEY;
            case NWK_S_ENC_KEY -> NWK_S_ENC_KEY;
        };
    }
}
