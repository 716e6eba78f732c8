package io.lapwing.joinserver;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.JoinState;
import io.lapwing.lorawan.RootKeyKind;
import io.lapwing.lorawan.RootKeyRef;
import io.lapwing.service.AuditEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/// Devices, their root keys and wrapping keys in memory, with the compare-and-set that the store promises.
final class MemoryDevices implements JoinDevices {
    private final Aes aes = Aes.best();
    private final Map<Eui64, JoinDevice> rows = new ConcurrentHashMap<>();
    private final Map<String, Secret> rootKeys = new ConcurrentHashMap<>();
    private final Map<RootKeyWork.Receiver, Secret> wrappingKeys = new ConcurrentHashMap<>();
    private final List<AuditEvent> audit = new CopyOnWriteArrayList<>();
    private final AtomicInteger commits = new AtomicInteger();
    private final AtomicInteger conflictsToCome = new AtomicInteger();
    private Optional<Consumer<JoinDevice>> beforeCommit = Optional.empty();
    private Optional<Fault> broken = Optional.empty();
    private Optional<Fault> stopped = Optional.empty();

    /// Enters a device, or changes it behind the server's back.
    void put(JoinDevice device) {
        rows.put(device.devEui(), new Changed(device).row(version(device) + 1).device());
    }

    void rootKey(Eui64 devEui, RootKeyKind kind, Bytes key) {
        rootKeys.put(devEui + "/" + kind, Secret.take(key.toArray()));
    }

    void wrappingKey(RootKeyWork.Role role, String label, Bytes key) {
        wrappingKeys.put(new RootKeyWork.Receiver(role, label), Secret.take(key.toArray()));
    }

    /// Loses the next `count` commits to somebody else.
    void conflict(int count) {
        conflictsToCome.set(count);
    }

    /// Runs once, right before the next commit.
    void beforeCommit(Consumer<JoinDevice> meanwhile) {
        beforeCommit = Optional.of(meanwhile);
    }

    /// From now on root keys cannot be opened.
    void breakVault(Fault fault) {
        broken = Optional.of(fault);
    }

    /// From now on nothing can be written.
    void breakStore(Fault fault) {
        stopped = Optional.of(fault);
    }

    private static void fail(Optional<Fault> fault) {
        if (fault.isPresent()) {
            throw fault.get();
        }
    }

    List<AuditEvent> audit() {
        return new ArrayList<>(audit);
    }

    int commits() {
        return commits.get();
    }

    JoinDevice get(Eui64 devEui) {
        return find(devEui).orElseThrow();
    }

    @Override
    public Optional<JoinDevice> find(Eui64 devEui) {
        return Optional.ofNullable(rows.get(devEui));
    }

    @Override
    public boolean commit(JoinDevice seen, JoinState next, AuditEvent event) {
        fail(stopped);
        Optional<Consumer<JoinDevice>> meanwhile = beforeCommit;
        beforeCommit = Optional.empty();
        meanwhile.ifPresent(change -> change.accept(seen));
        if (conflictsToCome.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            put(seen);
        }
        JoinDevice changed = new Changed(seen).state(next).row(version(seen) + 1).device();
        synchronized (this) {
            JoinDevice current = get(seen.devEui());
            if (version(current) != version(seen)) {
                return false;
            }
            rows.put(seen.devEui(), changed);
            audit.add(event);
        }
        commits.incrementAndGet();
        return true;
    }

    @Override
    public void record(AuditEvent event) {
        fail(stopped);
        audit.add(event);
    }

    @Override
    public <T> T withKeys(JoinDevice device, Function<RootKeyWork, T> work) {
        broken.ifPresent(fault -> {
            throw fault;
        });
        Work opened = new Work(device.devEui());
        try {
            return work.apply(opened);
        } finally {
            opened.wipe();
        }
    }

    private static long version(JoinDevice device) {
        return device.row() instanceof Long version ? version : 0;
    }

    private final class Work implements RootKeyWork {
        private final Eui64 devEui;
        private final List<Secret> derived = new ArrayList<>();

        Work(Eui64 devEui) {
            this.devEui = devEui;
        }

        @Override
        public Key key(RootKeyKind kind, RootKeyRef ref) {
            return new MemoryKey(present(rootKeys.get(devEui + "/" + kind), "root key " + kind));
        }

        void wipe() {
            derived.forEach(Secret::close);
        }

        private final class MemoryKey implements Key {
            private final Secret key;

            MemoryKey(Secret key) {
                this.key = key;
            }

            @Override
            public Bytes cmac(Bytes message) {
                return aes.cmac(key, message);
            }

            @Override
            public Bytes decrypt(Bytes blocks) {
                return aes.decrypt(key, blocks);
            }

            @Override
            public Key derive(Bytes block) {
                Secret made = aes.derive(key, block);
                derived.add(made);
                return new MemoryKey(made);
            }

            @Override
            public Bytes deriveFor(Bytes block, Receiver receiver) {
                boolean appSKey = block.at(0) == 2;
                if (appSKey != (receiver.role() == Role.APPLICATION_SERVER)) {
                    throw new Fault(Fault.Kind.FORBIDDEN, "key of this type for " + receiver);
                }
                Secret wrapping =
                        present(wrappingKeys.get(receiver), "wrapping key " + receiver.label());
                try (Secret made = aes.derive(key, block)) {
                    return aes.wrap(wrapping, made);
                }
            }
        }
    }

    private static <T> T present(@org.jspecify.annotations.Nullable T value, String what) {
        if (value == null) {
            throw new Fault(Fault.Kind.NOT_FOUND, "no " + what);
        }
        return value;
    }
}
