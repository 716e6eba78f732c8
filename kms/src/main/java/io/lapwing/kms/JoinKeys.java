package io.lapwing.kms;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.RootKeyRef;
import io.lapwing.vault.KeyBinding;
import io.lapwing.vault.RootKey;
import io.lapwing.vault.VaultSession;
import java.util.HashMap;
import java.util.Map;

/// The root keys of one device while they are in use, by one thread.
public final class JoinKeys {
    private record Which(KeyBinding.Kind kind, RootKeyRef id) {}

    private final Device device;
    private final VaultSession session;
    private final Receivers receivers;
    private final Map<Which, RootKey> opened = new HashMap<>();

    JoinKeys(Device device, VaultSession session, Receivers receivers) {
        this.device = device;
        this.session = session;
        this.receivers = receivers;
    }

    /// Which root keys joins use now.
    public RootKeyRef active() {
        return device.keys().active();
    }

    /// The root key of this kind that joins use now.
    ///
    /// @throws Fault `NOT_FOUND` when the device has none of this kind
    public RootKey key(KeyBinding.Kind kind) {
        return key(kind, active());
    }

    /// The root key of this kind with which an earlier session was made.
    ///
    /// @throws Fault `NOT_FOUND` when the device has it no more
    public RootKey key(KeyBinding.Kind kind, RootKeyRef id) {
        return opened.computeIfAbsent(new Which(kind, id), this::open);
    }

    private RootKey open(Which which) {
        DeviceKey key =
                device.keys()
                        .find(which.kind, which.id)
                        .orElseThrow(() ->
                                new Fault(
                                        Fault.Kind.NOT_FOUND,
                                        "device "
                                                + device.devEui()
                                                + " has no "
                                                + which.kind
                                                + " of slot "
                                                + which.id.slot()
                                                + " version "
                                                + which.id.version()));
        return session.root(key.wrapped(), KeyMaker.binding(device.devEui(), which.kind, which.id));
    }

    /// A session key for one receiver, wrapped under its newest wrapping key.
    ///
    /// @param source a root key of [#key]
    /// @param block 16 octets whose first is the session key's type
    /// @param role what the receiver is; it decides which types it may be given
    /// @param label of the receiver's wrapping key
    /// @return 24 octets
    /// @throws Fault `NOT_FOUND` when there is no such wrapping key, `FORBIDDEN` when the role may not have this type
    public Bytes deriveFor(RootKey source, Bytes block, KeyBinding.Role role, String label) {
        return source.deriveFor(block, receivers.wrappingKey(role, label));
    }
}
