package io.lapwing.lorawan;

/// The two root keys a device can have.
public enum RootKeyKind {
    /// Of 1.1 devices only: joins, and network session keys.
    NWK_KEY,
    /// Of every device: the AppSKey, and in 1.0.x everything.
    APP_KEY
}
