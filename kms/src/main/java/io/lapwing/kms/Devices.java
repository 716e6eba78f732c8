package io.lapwing.kms;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.Eui64;
import io.lapwing.service.Commit;
import io.lapwing.vault.KeyBinding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/// The devices that the platform knows: made, found, changed along their lifecycle.
///
/// Each change is one compare-and-set with its audit record, durable before the method returns. No method returns a key.
/// Methods throw [Fault]: `NOT_FOUND` for an unknown device, `CONFLICT` for a step that its state does not allow or when
/// others were faster each time, `UNAVAILABLE` when the store or the vault does not answer; nothing is changed then.
public final class Devices {
    private final DeviceRows rows;
    private final KeyMaker keys;
    private final KeyMaker.Opener opener;
    private final Receivers receivers;
    private final Trail trail;

    Devices(
            DeviceRows rows,
            KeyMaker keys,
            KeyMaker.Opener opener,
            Receivers receivers,
            Trail trail) {
        this.rows = rows;
        this.keys = keys;
        this.opener = opener;
        this.receivers = receivers;
        this.trail = trail;
    }

    /// A device still in the factory, and its root keys for the station alone: RFC 3394 ciphertext, 24 octets each.
    public record WithStationCopies(Device device, Map<KeyBinding.Kind, Bytes> copies) {}

    /// Makes a device with root keys generated in the vault, which nobody ever sees. It is provisioned, or claimed when
    /// it has an owner.
    ///
    /// @throws Fault `CONFLICT` when the DevEUI is known already
    public Device create(Actor actor, NewDevice request) {
        try (FreshKeys.Flight _ = keys.begin()) {
            List<DeviceKey> made =
                    keys.generate(request.devEui(), request.macVersion(), RootKeys.FIRST);
            return add(actor, "device.create", request.provisioned(made));
        }
    }

    /// Makes a device whose root keys a station puts into it; it is manufactured until the station reports.
    ///
    /// @param station the label of the station's wrapping key
    public WithStationCopies createForStation(Actor actor, NewDevice request, String station) {
        var key = receivers.wrappingKey(KeyBinding.Role.STATION, station);
        try (FreshKeys.Flight _ = keys.begin()) {
            KeyMaker.ForStation made =
                    keys.generateFor(request.devEui(), request.macVersion(), RootKeys.FIRST, key);
            Device device = request.manufactured(made.keys());
            return new WithStationCopies(
                    add(actor, "device.create-for-station", device, "station", station),
                    made.copies());
        }
    }

    /// Makes a device whose root keys come sealed to the vault's import key. They are marked exposed.
    ///
    /// @param sealed JWE in compact serialisation by kind: AppKey, for 1.1 NwkKey too
    public Device createImported(
            Actor actor, NewDevice request, Map<KeyBinding.Kind, String> sealed) {
        try (FreshKeys.Flight _ = keys.begin()) {
            List<DeviceKey> taken =
                    keys.open(
                            request.devEui(), request.macVersion(), RootKeys.FIRST, sealed, opener);
            return add(actor, "device.import", request.provisioned(taken));
        }
    }

    private Device add(Actor actor, String action, Device device, String... details) {
        var event = trail.done(actor, action, device.devEui(), details);
        return switch (join(rows.add(device, event))) {
            case Commit.Done _ -> device;
            case Commit.Conflict _ ->
                    throw new Fault(
                            Fault.Kind.CONFLICT,
                            "device " + device.devEui() + " is known already: change it instead");
        };
    }

    static Commit join(java.util.concurrent.CompletableFuture<Commit> commit) {
        try {
            return commit.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Fault fault ? fault : e;
        }
    }

    /// The same devices, of which no change takes one whose row has another version: for those who decide on what they
    /// saw.
    public Devices expecting(long version) {
        return new Devices(rows.expecting(version), keys, opener, receivers, trail);
    }

    /// A device and the version of its row.
    public record Seen(Device device, long version) {}

    public Optional<Seen> see(Eui64 devEui) {
        return rows.find(devEui).map(stored -> new Seen(stored.device(), stored.version()));
    }

    public Optional<Device> find(Eui64 devEui) {
        return rows.find(devEui).map(DeviceRows.Stored::device);
    }

    /// The station reports: the root keys are in the device.
    public Device provision(Actor actor, Eui64 devEui) {
        return move(actor, "device.provision", devEui, Lifecycle.PROVISIONED);
    }

    /// Gives a device without an owner its owner. A device that joined before goes on being active.
    public Device claim(Actor actor, Eui64 devEui, String owner) {
        return rows.change(
                devEui,
                seen -> {
                    if (seen.owner().isPresent()) {
                        throw new Fault(
                                Fault.Kind.CONFLICT,
                                "device " + devEui + " has an owner already: transfer it instead");
                    }
                    Device owned = seen.withOwner(Optional.of(owner));
                    Device next =
                            seen.state() == Lifecycle.ACTIVE
                                    ? owned
                                    : owned.moved(Lifecycle.CLAIMED);
                    return step(actor, "device.claim", next, "owner", owner);
                });
    }

    /// Gives an owned device to another owner.
    public Device transfer(Actor actor, Eui64 devEui, String owner) {
        return rows.change(
                devEui,
                seen -> {
                    String before =
                            seen.owner()
                                    .orElseThrow(() ->
                                            new Fault(
                                                    Fault.Kind.CONFLICT,
                                                    "device "
                                                            + devEui
                                                            + " has no owner: claim it"
                                                            + " instead"));
                    return step(
                            actor,
                            "device.transfer",
                            seen.withOwner(Optional.of(owner)),
                            "from",
                            before,
                            "owner",
                            owner);
                });
    }

    /// Lets the device join no more until it is resumed.
    public Device suspend(Actor actor, Eui64 devEui, String reason) {
        return move(actor, "device.suspend", devEui, Lifecycle.SUSPENDED, "reason", reason);
    }

    /// Lets a suspended device join again.
    ///
    /// @throws Fault `CONFLICT` while a step waits for approval
    public Device resume(Actor actor, Eui64 devEui) {
        return rows.change(
                devEui,
                seen -> {
                    if (seen.state() != Lifecycle.SUSPENDED) {
                        throw new Fault(
                                Fault.Kind.CONFLICT,
                                "device "
                                        + devEui
                                        + " is "
                                        + seen.state().word()
                                        + ": want suspended");
                    }
                    if (seen.pending(Approval.Step.JOIN_AFTER_RESTORE).isPresent()) {
                        throw new Fault(
                                Fault.Kind.CONFLICT,
                                "device " + devEui + " waits since the restore: have it approved");
                    }
                    return step(actor, "device.resume", seen.moved(seen.resumed()));
                });
    }

    /// Ends a device's life: its wrapped keys leave the store, for good.
    public Device retire(Actor actor, Eui64 devEui, String reason) {
        return move(actor, "device.retire", devEui, Lifecycle.RETIRED, "reason", reason);
    }

    /// Trusts a device no more: its keys are refused every use from now on.
    public Device compromise(Actor actor, Eui64 devEui, String reason) {
        return move(actor, "device.compromise", devEui, Lifecycle.COMPROMISED, "reason", reason);
    }

    private Device move(
            Actor actor, String action, Eui64 devEui, Lifecycle wanted, String... details) {
        return rows.change(devEui, seen -> step(actor, action, seen.moved(wanted), details));
    }

    public Device setHome(Actor actor, Eui64 devEui, Optional<HomeNetwork> home) {
        String text = home.map(HomeNetwork::toString).orElse("none");
        return rows.change(
                devEui, seen -> step(actor, "device.home", seen.withHome(home), "home", text));
    }

    public Device setLabels(Actor actor, Eui64 devEui, Labels labels) {
        return rows.change(
                devEui,
                seen ->
                        step(
                                actor,
                                "device.labels",
                                seen.withLabels(labels),
                                "labels",
                                labels.toString()));
    }

    public Device setDelivery(Actor actor, Eui64 devEui, KeyDelivery delivery) {
        return rows.change(
                devEui,
                seen ->
                        step(
                                actor,
                                "device.delivery",
                                seen.withDelivery(delivery),
                                "app-s-key",
                                DeviceTerms.lower(delivery.appSKey().name()),
                                "application-server",
                                delivery.applicationServer().orElse("none")));
    }

    /// Marks all root keys of the device as having been outside a vault. There is no way back.
    public Device markExposed(Actor actor, Eui64 devEui, String reason) {
        return rows.change(
                devEui,
                seen ->
                        step(
                                actor,
                                "device.exposed",
                                seen.withKeys(seen.keys().map(DeviceKey::markedExposed)),
                                "reason",
                                reason));
    }

    private DeviceRows.Step step(Actor actor, String action, Device next, String... details) {
        return new DeviceRows.Step(next, trail.done(actor, action, next.devEui(), details));
    }
}
