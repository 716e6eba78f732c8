package io.lapwing.kms;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.RootKeyRef;
import io.lapwing.vault.ImportTransport;
import io.lapwing.vault.KeyBinding;
import io.lapwing.vault.ReceiverKey;
import io.lapwing.vault.Vault;
import io.lapwing.vault.WrappedKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Root keys for a device: made in the vault, or taken sealed.
final class KeyMaker {
    private final Vault vault;
    private final InstantSource clock;
    private final FreshKeys fresh;

    KeyMaker(Vault vault, InstantSource clock, FreshKeys fresh) {
        this.vault = vault;
        this.clock = clock;
        this.fresh = fresh;
    }

    /// To be begun before keys are made or opened, and closed when they are in their row.
    FreshKeys.Flight begin() {
        return fresh.begin();
    }

    /// Keys just made, and the station's copies of them.
    record ForStation(List<DeviceKey> keys, Map<KeyBinding.Kind, Bytes> copies) {}

    /// Whatever opens a sealed key for a row: the vault's import key, or a transport key.
    interface Opener {
        WrappedKey open(KeyBinding binding, String jwe);

        static Opener of(Vault vault) {
            return vault::importSealed;
        }

        static Opener of(ImportTransport transport) {
            return transport::importSealed;
        }
    }

    List<DeviceKey> generate(Eui64 devEui, MacVersion version, RootKeyRef id) {
        List<DeviceKey> keys = new ArrayList<>();
        for (KeyBinding.Kind kind : NewDevice.kinds(version)) {
            WrappedKey wrapped = vault.generate(binding(devEui, kind, id));
            keys.add(key(kind, id, wrapped, DeviceKey.Origin.GENERATED));
        }
        return keys;
    }

    ForStation generateFor(Eui64 devEui, MacVersion version, RootKeyRef id, ReceiverKey station) {
        List<DeviceKey> keys = new ArrayList<>();
        Map<KeyBinding.Kind, Bytes> copies = new EnumMap<>(KeyBinding.Kind.class);
        for (KeyBinding.Kind kind : NewDevice.kinds(version)) {
            Vault.Generated made = vault.generateFor(binding(devEui, kind, id), station);
            keys.add(key(kind, id, made.stored(), DeviceKey.Origin.GENERATED));
            copies.put(kind, made.forStation());
        }
        return new ForStation(keys, copies);
    }

    /// Takes the keys that a device of this version has, no fewer and no more.
    List<DeviceKey> open(
            Eui64 devEui,
            MacVersion version,
            RootKeyRef id,
            Map<KeyBinding.Kind, String> sealed,
            Opener opener) {
        List<KeyBinding.Kind> wanted = NewDevice.kinds(version);
        requireExactly(version, wanted, sealed);
        List<DeviceKey> keys = new ArrayList<>();
        for (KeyBinding.Kind kind : wanted) {
            String jwe = sealed.getOrDefault(kind, "");
            WrappedKey wrapped = opener.open(binding(devEui, kind, id), jwe);
            if (wrapped.ciphertext().length() != 24) {
                throw Fault.badInput(
                        "root key of " + (wrapped.ciphertext().length() - 8) + " bytes: want 16");
            }
            keys.add(key(kind, id, wrapped, DeviceKey.Origin.IMPORTED));
        }
        return keys;
    }

    private static void requireExactly(
            MacVersion version, List<KeyBinding.Kind> wanted, Map<KeyBinding.Kind, String> sealed) {
        if (!sealed.keySet().equals(java.util.Set.copyOf(wanted))) {
            throw Fault.badInput(
                    "root keys "
                            + names(sealed.keySet())
                            + " for LoRaWAN "
                            + version
                            + ": want "
                            + names(wanted));
        }
    }

    private static String names(java.util.Collection<KeyBinding.Kind> kinds) {
        return kinds.isEmpty()
                ? "none"
                : String.join(
                        " and ",
                        kinds.stream()
                                .sorted()
                                .map(kind -> kind == KeyBinding.Kind.APP_KEY ? "AppKey" : "NwkKey")
                                .toList());
    }

    DeviceKey rewrapped(Eui64 devEui, DeviceKey key) {
        return key.withWrapped(vault.rewrap(key.wrapped(), binding(devEui, key.kind(), key.id())));
    }

    /// Imported keys were outside a vault.
    private DeviceKey key(
            KeyBinding.Kind kind, RootKeyRef id, WrappedKey wrapped, DeviceKey.Origin origin) {
        Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
        return new DeviceKey(kind, id, wrapped, origin, origin == DeviceKey.Origin.IMPORTED, now);
    }

    static KeyBinding.Root binding(Eui64 devEui, KeyBinding.Kind kind, RootKeyRef id) {
        return new KeyBinding.Root(devEui.bigEndian(), kind, id.slot(), id.version());
    }
}
