package io.lapwing.kms;

import io.lapwing.service.AuditEvent;
import io.lapwing.service.Change;
import io.lapwing.service.Row;
import io.lapwing.service.Store;
import io.lapwing.vault.Vault;
import io.lapwing.vault.WrappedKey;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Brings the wrapped keys of one row under the vault's newest key.
final class RewrapVisit {
    private static final Actor SYSTEM = Actor.system("key-rotation");

    private final DeviceRows rows;
    private final Vault vault;
    private final KeyMaker keys;
    private final Trail trail;
    private final DeviceCodec devices = new DeviceCodec();
    private final ReceiverCodec receivers = new ReceiverCodec();

    RewrapVisit(Store store, Vault vault, KeyMaker keys, Trail trail) {
        this.rows = new DeviceRows(store);
        this.vault = vault;
        this.keys = keys;
        this.trail = trail;
    }

    /// The versions of the vault key that wrap this row's keys.
    Set<Integer> versions(Row row) {
        if (row.key().kind().equals(Receivers.KIND)) {
            return receivers.decode(row.key().key(), row.body()).versions().stream()
                    .flatMap(version -> version.wrapped().stream())
                    .map(WrappedKey::version)
                    .collect(Collectors.toSet());
        }
        return rows.stored(row).device().keys().keys().stream()
                .map(key -> key.wrapped().version())
                .collect(Collectors.toSet());
    }

    /// Empty when all keys of the row are under version `target` or a newer one.
    Optional<Change> change(Row row, int target) {
        return row.key().kind().equals(Receivers.KIND)
                ? receiver(row, target)
                : device(row, target);
    }

    private Optional<Change> device(Row row, int target) {
        Device device = rows.stored(row).device();
        if (device.keys().keys().stream().allMatch(key -> key.wrapped().version() >= target)) {
            return Optional.empty();
        }
        Device next =
                device.withKeys(
                        device.keys()
                                .map(key ->
                                        key.wrapped().version() >= target
                                                ? key
                                                : keys.rewrapped(device.devEui(), key)));
        AuditEvent event = event("device.rewrap", device.devEui(), target);
        return Optional.of(
                new Change(
                        row.key(),
                        row.version(),
                        Optional.of(devices.encode(next)),
                        Optional.empty(),
                        event));
    }

    private Optional<Change> receiver(Row row, int target) {
        Receiver seen = receivers.decode(row.key().key(), row.body());
        boolean current =
                seen.versions().stream()
                        .flatMap(version -> version.wrapped().stream())
                        .allMatch(wrapped -> wrapped.version() >= target);
        if (current) {
            return Optional.empty();
        }
        Receiver next =
                new Receiver(
                        seen.label(),
                        seen.role(),
                        seen.versions().stream()
                                .map(version -> rewrapped(seen, version, target))
                                .toList());
        String key = ReceiverCodec.rowKey(seen.role(), seen.label());
        return Optional.of(
                new Change(
                        row.key(),
                        row.version(),
                        Optional.of(receivers.encode(next)),
                        Optional.empty(),
                        event("receiver.rewrap", key, target)));
    }

    private Receiver.Version rewrapped(Receiver receiver, Receiver.Version version, int target) {
        return new Receiver.Version(
                version.number(),
                version.wrapped()
                        .map(wrapped ->
                                wrapped.version() >= target
                                        ? wrapped
                                        : vault.rewrap(
                                                wrapped, receiver.binding(version.number()))),
                version.since());
    }

    private AuditEvent event(String action, Object object, int target) {
        return trail.done(SYSTEM, action, object, "vault-key", Integer.toString(target));
    }
}
