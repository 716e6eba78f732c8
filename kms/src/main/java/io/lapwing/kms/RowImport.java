package io.lapwing.kms;

import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.Eui64;
import io.lapwing.service.Commit;
import io.lapwing.vault.KeyBinding;
import io.lapwing.vault.Vault;
import io.lapwing.vault.WrappedKey;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/// Takes one line of an import file at a time, in two steps: begin, on any thread, opens its keys and hands the device to
/// the store; settle, when the store has decided, says what came of it.
final class RowImport {
    private final DeviceRows rows;
    private final Vault vault;
    private final KeyMaker keys;
    private final KeyMaker.Opener opener;
    private final ImportFormat format;
    private final Actor actor;
    private final Trail trail;
    private final Predicate<NewDevice> allowed;

    RowImport(
            DeviceRows rows,
            Vault vault,
            KeyMaker keys,
            KeyMaker.Opener opener,
            ImportFormat format,
            By by) {
        this.rows = rows;
        this.vault = vault;
        this.keys = keys;
        this.opener = opener;
        this.format = format;
        actor = by.actor();
        trail = by.trail();
        allowed = by.allowed();
    }

    /// Who imports, for the audit records, and which devices he may.
    record By(Actor actor, Trail trail, Predicate<NewDevice> allowed) {}

    /// A line that was begun.
    sealed interface Begun {
        long line();

        /// With the store.
        record Submitted(long line, Device device, CompletableFuture<Commit> commit)
                implements Begun {}

        /// Refused before the store saw it.
        record Bad(long line, String value, String reason) implements Begun {}
    }

    /// What came of a line.
    sealed interface Settled {
        /// A new device.
        record Imported() implements Settled {}

        /// The same device with the same keys was there already.
        record Known() implements Settled {}

        /// Not taken.
        record Refused(long line, String value, String reason) implements Settled {}
    }

    Begun begin(ImportLines.Line line) {
        if (line.text().isEmpty()) {
            return new Begun.Bad(
                    line.number(),
                    "",
                    "line is too long: want at most " + ImportLines.MAX_LINE_BYTES + " bytes");
        }
        String value = "";
        try {
            SortedMap<String, String> fields = format.fields(line.text().get());
            value = fields.getOrDefault("devEui", "");
            ImportRow row = ImportRow.of(fields);
            return allowed.test(row.device())
                    ? submit(line.number(), row)
                    : new Begun.Bad(
                            line.number(),
                            value,
                            "device is outside the scope of who imports: want another owner, order,"
                                    + " JoinEUI, NetID or label, or ask an administrator");
        } catch (Fault fault) {
            return switch (fault.kind()) {
                case BAD_INPUT, TAMPERED -> new Begun.Bad(line.number(), value, fault.getMessage());
                case UNAUTHENTICATED,
                        FORBIDDEN,
                        NOT_FOUND,
                        CONFLICT,
                        EXHAUSTED,
                        UNAVAILABLE,
                        INTERNAL ->
                        throw fault;
            };
        }
    }

    private Begun submit(long line, ImportRow row) {
        FreshKeys.Flight flight = keys.begin();
        try {
            Begun.Submitted submitted = open(line, row);
            var _ = submitted.commit().whenComplete((_, _) -> flight.close());
            return submitted;
        } catch (RuntimeException e) {
            flight.close();
            throw e;
        }
    }

    private Begun.Submitted open(long line, ImportRow row) {
        NewDevice request = row.device();
        List<DeviceKey> opened =
                keys.open(
                        request.devEui(),
                        request.macVersion(),
                        RootKeys.FIRST,
                        row.sealed(),
                        opener);
        Device device = request.provisioned(opened);
        CompletableFuture<Commit> commit =
                rows.add(
                        device,
                        trail.done(
                                actor,
                                "device.import",
                                device.devEui(),
                                "line",
                                Long.toString(line)));
        return new Begun.Submitted(line, device, commit);
    }

    Settled settle(Begun begun) {
        return switch (begun) {
            case Begun.Bad bad -> new Settled.Refused(bad.line(), bad.value(), bad.reason());
            case Begun.Submitted submitted ->
                    switch (Devices.join(submitted.commit())) {
                        case Commit.Done _ -> new Settled.Imported();
                        case Commit.Conflict _ -> compared(submitted);
                    };
        };
    }

    private Settled compared(Begun.Submitted submitted) {
        Device wanted = submitted.device();
        Device there = rows.require(wanted.devEui()).device();
        boolean same =
                there.joinEui().equals(wanted.joinEui())
                        && there.macVersion() == wanted.macVersion()
                        && wanted.keys().keys().stream().allMatch(key -> holds(there, key));
        return same
                ? new Settled.Known()
                : new Settled.Refused(
                        submitted.line(),
                        wanted.devEui().toString(),
                        "device is known already with another JoinEUI, version or keys: retire it or"
                                + " leave this row out");
    }

    /// Key wrap has no randomness: the same key for the same row under the same vault key is the same ciphertext.
    private boolean holds(Device there, DeviceKey wanted) {
        Optional<WrappedKey> held =
                there.keys().find(wanted.kind(), wanted.id()).map(DeviceKey::wrapped);
        if (held.isEmpty()) {
            return false;
        }
        boolean sameVersion = held.get().version() == wanted.wrapped().version();
        return sameVersion
                ? held.get().equals(wanted.wrapped())
                : current(there.devEui(), wanted, held.get())
                        .equals(current(there.devEui(), wanted, wanted.wrapped()));
    }

    private WrappedKey current(Eui64 devEui, DeviceKey key, WrappedKey wrapped) {
        KeyBinding.Root binding = KeyMaker.binding(devEui, key.kind(), key.id());
        return vault.rewrap(wrapped, binding);
    }
}
