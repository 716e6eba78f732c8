package io.lapwing.lorawan;

/// How a session is keyed and its frames protected.
public enum Keying {
    /// NwkSKey and AppSKey, both from one root key (TS001-1.0.4 §6.2.6).
    AS_1_0,
    /// FNwkSIntKey, SNwkSIntKey and NwkSEncKey from the NwkKey, AppSKey from the AppKey (TS001-1.1 §6.2.3).
    AS_1_1
}
