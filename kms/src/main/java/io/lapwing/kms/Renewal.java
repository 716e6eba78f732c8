package io.lapwing.kms;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.RootKeyRef;
import io.lapwing.vault.KeyBinding;
import io.lapwing.vault.ReceiverKey;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Gives devices the next version of their root keys, in two steps: it is made beside the version in use, brought to
/// the device, and then taken into use. Nonces go on from where they are.
public final class Renewal {
    private final DeviceRows rows;
    private final KeyMaker keys;
    private final Receivers receivers;
    private final StationCopies waiting;
    private final Trail trail;

    Renewal(
            DeviceRows rows,
            KeyMaker keys,
            Receivers receivers,
            StationCopies waiting,
            Trail trail) {
        this.rows = rows;
        this.keys = keys;
        this.receivers = receivers;
        this.waiting = waiting;
        this.trail = trail;
    }

    /// Makes the next version, with its only copy for the station that brings it to the device.
    ///
    /// @param station the label of the station's wrapping key
    /// @throws Fault `CONFLICT` while an earlier renewal is not in use yet, or for a device without keys
    public Devices.WithStationCopies renew(Actor actor, Eui64 devEui, String station) {
        return renew(actor, devEui, station, _ -> {});
    }

    /// Makes the next version, and keeps the station's copies until it has fetched them: a copy is in the store before its
    /// key is in the device's row, so that none is lost. Done twice for one batch, it is as done once.
    ///
    /// @param batch under which the station finds its copies: 1 to 32 of a-z and 0-9
    public void renewKept(Actor actor, Eui64 devEui, String station, String batch) {
        Optional<RootKeyRef> made = rows.require(devEui).device().keys().waiting();
        if (made.isPresent() && waiting.has(devEui, made.get(), batch)) {
            return;
        }
        Devices.WithStationCopies _ =
                renew(
                        actor,
                        devEui,
                        station,
                        copies -> waiting.keep(actor, devEui, station, batch, copies));
    }

    private Devices.WithStationCopies renew(
            Actor actor, Eui64 devEui, String station, Consumer<KeyMaker.ForStation> keep) {
        ReceiverKey receiver = receivers.wrappingKey(KeyBinding.Role.STATION, station);
        Map<KeyBinding.Kind, Bytes> copies = new EnumMap<>(KeyBinding.Kind.class);
        try (FreshKeys.Flight _ = keys.begin()) {
            Device renewed =
                    rows.change(
                            devEui,
                            seen -> {
                                RootKeyRef next = next(seen);
                                KeyMaker.ForStation made =
                                        keys.generateFor(devEui, seen.macVersion(), next, receiver);
                                copies.putAll(made.copies());
                                keep.accept(made);
                                return step(actor, seen, made, station);
                            });
            return new Devices.WithStationCopies(renewed, copies);
        }
    }

    private DeviceRows.Step step(
            Actor actor, Device seen, KeyMaker.ForStation made, String station) {
        RootKeys next = seen.keys().adding(made.keys());
        return new DeviceRows.Step(
                seen.withKeys(next),
                trail.done(
                        actor,
                        "device.renew-keys",
                        seen.devEui(),
                        "station",
                        station,
                        "version",
                        Integer.toString(next.newest().version())));
    }

    private static void requireTrusted(Device seen) {
        if (seen.keys().keys().isEmpty() || seen.state() == Lifecycle.COMPROMISED) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "device "
                            + seen.devEui()
                            + " is "
                            + seen.state().word()
                            + ": its root keys are not renewed");
        }
    }

    private static RootKeyRef next(Device seen) {
        requireTrusted(seen);
        RootKeyRef newest = seen.keys().newest();
        if (!newest.equals(seen.keys().active())) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "device "
                            + seen.devEui()
                            + " has version "
                            + newest.version()
                            + " waiting: take it into use first");
        }
        return new RootKeyRef(newest.slot(), newest.version() + 1);
    }

    /// The station reports: the device has this version now, and joins with it from now on.
    ///
    /// @throws Fault `CONFLICT` for a device that is retired or compromised
    public Device activate(Actor actor, Eui64 devEui, RootKeyRef id) {
        Device activated =
                rows.change(
                        devEui,
                        seen -> {
                            requireTrusted(seen);
                            return new DeviceRows.Step(
                                    seen.withKeys(seen.keys().activating(id)),
                                    trail.done(
                                            actor,
                                            "device.activate-keys",
                                            devEui,
                                            "slot",
                                            Integer.toString(id.slot()),
                                            "version",
                                            Integer.toString(id.version())));
                        });
        waiting.forget(actor, devEui);
        return activated;
    }
}
