package io.lapwing.kms;

import io.lapwing.lorawan.RootKeyRef;
import io.lapwing.vault.KeyBinding;
import io.lapwing.vault.WrappedKey;
import java.time.Instant;

/// One root key of a device as its row holds it: never in the clear.
///
/// @param wrapped opens in the vault alone, and only for this device, kind, slot and version
/// @param origin where the key came from
/// @param exposed whether the key ever was outside a vault; once true it stays true
/// @param since when it was made or imported, whole seconds
public record DeviceKey(
        KeyBinding.Kind kind,
        RootKeyRef id,
        WrappedKey wrapped,
        Origin origin,
        boolean exposed,
        Instant since) {
    /// Where a key came from.
    public enum Origin {
        /// Made inside the vault.
        GENERATED,
        /// Made elsewhere and brought in sealed.
        IMPORTED
    }

    DeviceKey withWrapped(WrappedKey next) {
        return new DeviceKey(kind, id, next, origin, exposed, since);
    }

    DeviceKey markedExposed() {
        return new DeviceKey(kind, id, wrapped, origin, true, since);
    }
}
