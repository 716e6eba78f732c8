package io.lapwing.kms;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.RootKeyRef;
import io.lapwing.service.Change;
import io.lapwing.service.Commit;
import io.lapwing.service.Json;
import io.lapwing.service.Row;
import io.lapwing.service.RowKey;
import io.lapwing.service.Store;
import io.lapwing.vault.KeyBinding;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Copies of renewed root keys that wait for their station: RFC 3394 ciphertext under the station's wrapping key, one row
/// a device, until the device has its keys. Nobody is given those of a device that is retired or compromised.
public final class StationCopies {
    private static final String KIND = "station-copy";
    private static final String BATCH = "batch";
    private static final int PAGE = 500;
    private static final int MAX_TRIES = 16;
    private static final List<String> HEADER =
            List.of("devEui", "station", "version", "appKey", "nwkKey");

    private final Store store;
    private final DeviceRows rows;
    private final Trail trail;
    private final Json json = Json.strict().build();

    StationCopies(Store store, DeviceRows rows, Trail trail) {
        this.store = store;
        this.rows = rows;
        this.trail = trail;
    }

    /// The body of a row, and a line of a file.
    ///
    /// @param version slot and version, `0.2`
    /// @param appKey 24 octets in hexadecimal
    record Copy(
            String devEui,
            String station,
            String version,
            Optional<String> appKey,
            Optional<String> nwkKey) {
        List<String> fields() {
            return List.of(devEui, station, version, appKey.orElse(""), nwkKey.orElse(""));
        }
    }

    /// @param v 1, the version of this form
    record CopyForm(int v, String batch, Copy copy) {
        CopyForm {
            Form.require(1, v);
        }
    }

    /// Keeps the copies of one device, in place of earlier ones.
    void keep(Actor actor, Eui64 devEui, String station, String batch, KeyMaker.ForStation made) {
        Map<String, String> copies = new TreeMap<>();
        made.copies().forEach((kind, copy) -> copies.put(kind.name(), copy.toHex()));
        RootKeyRef id = made.keys().getFirst().id();
        Copy copy =
                new Copy(
                        devEui.toString(),
                        station,
                        word(id),
                        Optional.ofNullable(copies.get(KeyBinding.Kind.APP_KEY.name())),
                        Optional.ofNullable(copies.get(KeyBinding.Kind.NWK_KEY.name())));
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            long version = store.get(key(devEui)).map(Row::version).orElse(0L);
            Change change =
                    new Change(
                            key(devEui),
                            version,
                            Optional.of(json.write(new CopyForm(1, batch, copy))),
                            Optional.of(Set.of(new Change.Term(BATCH, batch))),
                            trail.done(
                                    actor,
                                    "device.keep-station-copy",
                                    devEui,
                                    "station",
                                    station,
                                    "version",
                                    word(id)));
            if (store.commit(change) instanceof Commit.Done) {
                return;
            }
        }
        throw new Fault(
                Fault.Kind.CONFLICT,
                "device " + devEui + " is renewed by someone else at the same time: try again");
    }

    /// Whether the copies of this version are kept for this batch.
    boolean has(Eui64 devEui, RootKeyRef id, String batch) {
        return store.get(key(devEui))
                .map(this::form)
                .filter(form ->
                        form.batch().equals(batch) && form.copy().version().equals(word(id)))
                .isPresent();
    }

    /// The device has its keys: nobody needs the copies any more.
    void forget(Actor actor, Eui64 devEui) {
        store.get(key(devEui))
                .ifPresent(row -> {
                    // another that was faster kept newer ones, or forgot them too
                    var _ =
                            store.commit(
                                    new Change(
                                            key(devEui),
                                            row.version(),
                                            Optional.empty(),
                                            Optional.of(Set.of()),
                                            trail.done(
                                                    actor, "device.forget-station-copy", devEui)));
                });
    }

    /// Writes the copies of a batch whose devices do not have their keys yet, in the order of the DevEUIs.
    ///
    /// @return for how many devices
    public long write(String batch, DeviceExport.Format format, Writer out) {
        Change.Term wanted = new Change.Term(BATCH, batch);
        long count = 0;
        try {
            if (format == DeviceExport.Format.CSV) {
                out.write(Csv.line(HEADER));
            }
            var page = store.search(KIND, wanted, Optional.empty(), PAGE);
            while (!page.isEmpty()) {
                for (Bytes devEui : trusted(page)) {
                    Optional<Row> row = store.get(new RowKey(KIND, devEui));
                    if (row.isPresent()) {
                        out.write(line(form(row.get()).copy(), format));
                        count++;
                    }
                }
                page = store.search(KIND, wanted, Optional.of(page.getLast()), PAGE);
            }
            return count;
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "copies of " + count + " devices: the output takes no more",
                    e);
        }
    }

    private List<Bytes> trusted(List<Bytes> devEuis) {
        return rows.all(devEuis).stream()
                .filter(device ->
                        device.state() != Lifecycle.RETIRED
                                && device.state() != Lifecycle.COMPROMISED)
                .map(device -> device.devEui().bigEndian())
                .toList();
    }

    private String line(Copy copy, DeviceExport.Format format) {
        return switch (format) {
            case CSV -> Csv.line(copy.fields());
            case JSON_LINES ->
                    new String(json.write(copy).toArray(), StandardCharsets.UTF_8) + "\n";
        };
    }

    private CopyForm form(Row row) {
        return json.read(row.body(), CopyForm.class);
    }

    private static String word(RootKeyRef id) {
        return id.slot() + "." + id.version();
    }

    private static RowKey key(Eui64 devEui) {
        return new RowKey(KIND, devEui.bigEndian());
    }
}
