package io.lapwing.kms;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.Change;
import io.lapwing.service.Commit;
import io.lapwing.service.Row;
import io.lapwing.service.RowKey;
import io.lapwing.service.Store;
import io.lapwing.vault.KeyBinding;
import io.lapwing.vault.ReceiverKey;
import io.lapwing.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/// The wrapping keys of network servers, application servers and stations.
///
/// A key for a receiver whose wrapping key is missing does not exist: the lookup faults, and nothing travels in the
/// clear. A change made by another process holds here within one second.
public final class Receivers {
    static final String KIND = "receiver";

    private static final int MAX_VERSIONS = 16;
    private static final int MAX_TRIES = 16;

    private final Store store;
    private final Vault vault;
    private final Trail trail;
    private final FreshKeys fresh;
    private final ReceiverCodec codec = new ReceiverCodec();
    private final RowCache<Receiver> cache;

    Receivers(Store store, Vault vault, Trail trail, FreshKeys fresh, LongSupplier nanos) {
        this.store = store;
        this.vault = vault;
        this.trail = trail;
        this.fresh = fresh;
        this.cache =
                new RowCache<>(
                        key ->
                                store.get(rowKey(key))
                                        .map(row -> codec.decode(row.key().key(), row.body())),
                        nanos);
    }

    /// Takes a wrapping key, sealed to the vault's import key, as the next version of this label; it is used from now
    /// on, and older versions stay until they are retired.
    ///
    /// @param jwe compact serialisation; its plaintext has 16, 24 or 32 octets
    public Receiver importSealed(Actor actor, KeyBinding.Role role, String label, String jwe) {
        Names.check("wrapping key label", label);
        try (FreshKeys.Flight _ = fresh.begin()) {
            return added(actor, role, label, jwe);
        }
    }

    private Receiver added(Actor actor, KeyBinding.Role role, String label, String jwe) {
        String key = ReceiverCodec.rowKey(role, label);
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            Optional<Row> row = store.get(rowKey(key));
            Receiver seen =
                    row.map(found -> codec.decode(found.key().key(), found.body()))
                            .orElseGet(() -> new Receiver(label, role, List.of()));
            Receiver next = added(seen, jwe);
            AuditEvent event =
                    trail.done(
                            actor,
                            "receiver.import",
                            key,
                            "version",
                            Integer.toString(seen.nextNumber()));
            if (commit(key, row.map(Row::version).orElse(0L), next, event)) {
                return next;
            }
        }
        throw busy(key);
    }

    private Receiver added(Receiver seen, String jwe) {
        if (seen.versions().size() >= MAX_VERSIONS) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED,
                    "wrapping key "
                            + seen.label()
                            + " has "
                            + MAX_VERSIONS
                            + " versions: import the next one under a new label");
        }
        int number = seen.nextNumber();
        List<Receiver.Version> versions = new ArrayList<>(seen.versions());
        versions.add(
                new Receiver.Version(
                        number,
                        Optional.of(vault.importSealed(seen.binding(number), jwe)),
                        trail.clock().instant()));
        return new Receiver(seen.label(), seen.role(), versions);
    }

    /// Destroys one version: its wrapped key leaves the row, its number stays taken.
    ///
    /// @throws Fault `NOT_FOUND` when there is no such version in use
    public Receiver retire(Actor actor, KeyBinding.Role role, String label, int version) {
        String key = ReceiverCodec.rowKey(role, label);
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            Row row = store.get(rowKey(key)).orElseThrow(() -> missing(role, label));
            Receiver seen = codec.decode(row.key().key(), row.body());
            Receiver next = retired(seen, version);
            AuditEvent event =
                    trail.done(actor, "receiver.retire", key, "version", Integer.toString(version));
            if (commit(key, row.version(), next, event)) {
                return next;
            }
        }
        throw busy(key);
    }

    private static Receiver retired(Receiver seen, int version) {
        boolean inUse =
                seen.versions().stream()
                        .anyMatch(v -> v.number() == version && v.wrapped().isPresent());
        if (!inUse) {
            throw new Fault(
                    Fault.Kind.NOT_FOUND,
                    "wrapping key " + seen.label() + " has no version " + version + " in use");
        }
        return new Receiver(
                seen.label(),
                seen.role(),
                seen.versions().stream()
                        .map(v ->
                                v.number() == version
                                        ? new Receiver.Version(version, Optional.empty(), v.since())
                                        : v)
                        .toList());
    }

    private boolean commit(String key, long expected, Receiver next, AuditEvent event) {
        Change change =
                new Change(
                        rowKey(key),
                        expected,
                        Optional.of(codec.encode(next)),
                        Optional.of(Set.of()),
                        event);
        try {
            return store.commit(change) instanceof Commit.Done;
        } finally {
            cache.forget(key);
        }
    }

    /// Forgets what was read: the rows were wrapped again behind its back.
    void forget() {
        cache.forget();
    }

    /// The newest wrapping key in use under this label, for a receiver of this role.
    ///
    /// @throws Fault `NOT_FOUND` when there is none
    public ReceiverKey wrappingKey(KeyBinding.Role role, String label) {
        Receiver receiver =
                cache.get(ReceiverCodec.rowKey(role, label))
                        .orElseThrow(() -> missing(role, label));
        Receiver.Version newest = receiver.newest().orElseThrow(() -> missing(role, label));
        return new ReceiverKey(
                receiver.binding(newest.number()),
                newest.wrapped().orElseThrow(() -> missing(role, label)));
    }

    /// The receiver of this role and label, if there is one.
    public Optional<Receiver> find(KeyBinding.Role role, String label) {
        return cache.get(ReceiverCodec.rowKey(role, label));
    }

    /// Receivers in the order of role and label.
    ///
    /// @param after the last one of the page before
    /// @param limit 1 to 1000
    public List<Receiver> list(Optional<Receiver> after, int limit) {
        Optional<Bytes> from =
                after.map(last -> octets(ReceiverCodec.rowKey(last.role(), last.label())));
        return store.scan(KIND, from, limit).stream()
                .map(row -> codec.decode(row.key().key(), row.body()))
                .toList();
    }

    private static Fault missing(KeyBinding.Role role, String label) {
        return new Fault(
                Fault.Kind.NOT_FOUND,
                "no wrapping key \""
                        + label
                        + "\" for a "
                        + ReceiverCodec.word(role)
                        + ": import one for it; without it no key can be sent");
    }

    private static Fault busy(String key) {
        return new Fault(
                Fault.Kind.CONFLICT,
                "wrapping key " + key + " changed " + MAX_TRIES + " times meanwhile: try again");
    }

    private static RowKey rowKey(String key) {
        return new RowKey(KIND, octets(key));
    }

    private static Bytes octets(String key) {
        return Bytes.of(key.getBytes(StandardCharsets.UTF_8));
    }
}
