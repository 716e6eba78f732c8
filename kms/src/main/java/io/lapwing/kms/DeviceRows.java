package io.lapwing.kms;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.Eui64;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.Change;
import io.lapwing.service.Commit;
import io.lapwing.service.Row;
import io.lapwing.service.RowKey;
import io.lapwing.service.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// Devices as rows of the store: read, made, and changed by compare-and-set.
final class DeviceRows {
    static final String KIND = "device";

    private static final int MAX_TRIES = 32;

    private final Store store;
    private final OptionalLong expected;
    private final DeviceCodec codec = new DeviceCodec();

    DeviceRows(Store store) {
        this(store, OptionalLong.empty());
    }

    private DeviceRows(Store store, OptionalLong expected) {
        this.store = store;
        this.expected = expected;
    }

    /// The same rows, of which [#change] takes none that has another version.
    DeviceRows expecting(long version) {
        return new DeviceRows(store, OptionalLong.of(version));
    }

    /// A device and the version of its row.
    record Stored(Device device, long version) {}

    /// What becomes of a device, and what the audit log says of it.
    record Step(Device next, AuditEvent event) {}

    Optional<Stored> find(Eui64 devEui) {
        return store.get(key(devEui)).map(this::stored);
    }

    /// The devices that there are of some DevEUIs, in their order.
    List<Device> all(List<Bytes> devEuis) {
        List<Device> devices = new ArrayList<>(devEuis.size());
        for (int from = 0; from < devEuis.size(); from += Store.MAX_KEYS) {
            int to = Math.min(devEuis.size(), from + Store.MAX_KEYS);
            store.get(KIND, devEuis.subList(from, to))
                    .forEach(row -> devices.add(stored(row).device()));
        }
        return devices;
    }

    Stored require(Eui64 devEui) {
        return find(devEui)
                .orElseThrow(() ->
                        new Fault(Fault.Kind.NOT_FOUND, "device " + devEui + " is not known"));
    }

    Stored stored(Row row) {
        Eui64 devEui = Eui64.bigEndian(row.key().key());
        return new Stored(codec.decode(devEui, row.body()), row.version());
    }

    /// Makes the row of a device that has none yet.
    CompletableFuture<Commit> add(Device device, AuditEvent event) {
        return store.submit(
                new Change(
                        key(device.devEui()),
                        0,
                        Optional.of(codec.encode(device)),
                        Optional.of(DeviceTerms.of(device)),
                        event));
    }

    /// Replaces the device as it was seen, and waits; a conflict when someone was faster.
    Commit replace(Stored seen, Step step) {
        return store.commit(change(seen, step));
    }

    private Change change(Stored seen, Step step) {
        var terms = DeviceTerms.of(step.next());
        boolean sameTerms = terms.equals(DeviceTerms.of(seen.device()));
        return new Change(
                key(seen.device().devEui()),
                seen.version(),
                Optional.of(codec.encode(step.next())),
                sameTerms ? Optional.empty() : Optional.of(terms),
                step.event());
    }

    /// Reads the device, decides, and commits; decides anew when someone was faster.
    ///
    /// @throws Fault `CONFLICT` when others were faster each time
    Device change(Eui64 devEui, Function<Device, Step> decide) {
        return changeIf(devEui, seen -> Optional.of(decide.apply(seen))).orElseThrow();
    }

    /// The same for who may decide that nothing is to change: empty then.
    Optional<Device> changeIf(Eui64 devEui, Function<Device, Optional<Step>> decide) {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            Stored seen = require(devEui);
            requireExpected(seen);
            Optional<Step> step = decide.apply(seen.device());
            if (step.isEmpty()) {
                return Optional.empty();
            }
            if (replace(seen, step.get()) instanceof Commit.Done) {
                return step.map(Step::next);
            }
        }
        throw new Fault(
                Fault.Kind.CONFLICT,
                "device " + devEui + " changed " + MAX_TRIES + " times meanwhile: try again");
    }

    private void requireExpected(Stored seen) {
        if (expected.isPresent() && expected.getAsLong() != seen.version()) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "device "
                            + seen.device().devEui()
                            + " has version "
                            + seen.version()
                            + ", not "
                            + expected.getAsLong()
                            + ": read it again");
        }
    }

    static RowKey key(Eui64 devEui) {
        return new RowKey(KIND, devEui.bigEndian());
    }
}
