package io.lapwing.kms;

import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.RootKeyRef;
import io.lapwing.vault.KeyBinding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The root keys that a device's row holds, and which of them are in use.
///
/// A renewal adds the next version beside the one in use; it comes into use when the device has it. The version before
/// stays one renewal longer, so that the AppSKey of a running session can be derived again.
///
/// @param active which slot and version joins use
/// @param keys at most 16; empty once the device is retired
public record RootKeys(RootKeyRef active, List<DeviceKey> keys) {
    /// The root keys that a device starts with.
    public static final RootKeyRef FIRST = new RootKeyRef(0, 1);

    private static final int MAX_KEYS = 16;

    public RootKeys {
        keys = List.copyOf(keys);
        if (keys.size() > MAX_KEYS) {
            throw Fault.badInput(keys.size() + " root keys: want at most " + MAX_KEYS);
        }
    }

    /// The key of this kind, slot and version.
    public Optional<DeviceKey> find(KeyBinding.Kind kind, RootKeyRef id) {
        for (DeviceKey key : keys) {
            if (key.kind() == kind && key.id().equals(id)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    /// Whether any key in the row ever was outside a vault.
    public boolean exposed() {
        return keys.stream().anyMatch(DeviceKey::exposed);
    }

    /// The newest version in the active slot.
    RootKeyRef newest() {
        return keys.stream()
                .map(DeviceKey::id)
                .filter(id -> id.slot() == active.slot())
                .max(Comparator.comparingInt(RootKeyRef::version))
                .orElse(active);
    }

    /// The version that was made beside the one in use and waits for the device to have it.
    public Optional<RootKeyRef> waiting() {
        return Optional.of(newest()).filter(id -> id.version() > active.version());
    }

    /// Adds the next version of the active slot, dropping those older than the one in use.
    RootKeys adding(List<DeviceKey> next) {
        List<DeviceKey> kept = new ArrayList<>();
        for (DeviceKey key : keys) {
            boolean older =
                    key.id().slot() == active.slot() && key.id().version() < active.version();
            if (!older) {
                kept.add(key);
            }
        }
        kept.addAll(next);
        return new RootKeys(active, kept);
    }

    RootKeys activating(RootKeyRef id) {
        if (keys.stream().noneMatch(key -> key.id().equals(id))) {
            throw new Fault(
                    Fault.Kind.NOT_FOUND,
                    "no root key of slot "
                            + id.slot()
                            + " version "
                            + id.version()
                            + ": renew the root keys first");
        }
        return new RootKeys(id, keys);
    }

    RootKeys destroyed() {
        return new RootKeys(active, List.of());
    }

    RootKeys map(UnaryOperator<DeviceKey> change) {
        return new RootKeys(active, keys.stream().map(change).toList());
    }
}
