package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.device.AlarmKey;
import io.lapwing.device.CoreKeySlots;
import io.lapwing.device.EndDevice;
import io.lapwing.device.KeySlot;
import io.lapwing.device.MemoryScan;
import io.lapwing.device.ModuleIdentity;
import io.lapwing.device.TamperScene;
import io.lapwing.device.Victim;
import io.lapwing.kms.KeyDelivery.AppSKey;
import io.lapwing.kms.Lifecycle;
import io.lapwing.kms.ModuleDigest;
import io.lapwing.lorawan.Derivation;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.ResultCode;
import io.lapwing.vault.KeyBinding.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// The box is opened, sprayed and pressed: the keys are gone before anything else, and the platform hears of it.
final class TamperChapter {
    /// The bound that `docs/protocols/zone.md` promises for these tampers.
    private static final double MOST_MS = 500;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final long MIB = 1 << 20;

    private final DeviceScene scene;
    private final DemoFirmware firmware;
    private final Aes aes = Aes.best();
    private final List<Secret> derived = new ArrayList<>();
    private boolean canScan;

    TamperChapter(DeviceScene scene, DemoFirmware firmware) {
        this.scene = scene;
        this.firmware = firmware;
    }

    /// What is done to a device.
    ///
    /// @param name how its checks' names begin
    private record Deed(TamperScene scene, String name, String claim) {}

    void tell() {
        scene.narrator()
                .chapter(
                        "Somebody is at the box",
                        "Each time another device, its keys in a zone that sensors guard. Readings come as files of"
                                + " Linux's IIO, from a synthetic trace; milliseconds are the trace's, microseconds this"
                                + " machine's. The cores are not hardened here, so that their memory can be read.");
        try {
            check(
                    "scan-can",
                    "A scan finds the keys of a process that guards nothing",
                    this::victim);
            tell(new Deed(TamperScene.OPENING, "opened", "It is opened, light comes in"));
            tell(new Deed(TamperScene.FREEZE_SPRAY, "sprayed", "It is sprayed and cools"));
            tell(new Deed(TamperScene.PRESSING, "pressed", "It is pressed, the pressure rises"));
        } finally {
            derived.forEach(Secret::close);
        }
    }

    private void check(String name, String claim, Supplier<Verdict> work) {
        scene.narrator().check(name, claim, work);
    }

    private Verdict victim() {
        try (Secret first = Secret.random(16);
                Secret second = Secret.random(16)) {
            DeviceProcesses processes = scene.processes();
            Process victim = processes.startOwn(Victim.class, List.of());
            processes.prepare(victim, false, List.of(first, second), Bytes.EMPTY);
            MemoryScan scan = MemoryScan.of(victim.pid(), List.of(first, second));
            processes.end(victim);
            canScan = !scan.found().isEmpty();
            return Verdict.of(
                    canScan,
                    "%d times in %d MiB".formatted(scan.found().size(), scan.readBytes() / MIB));
        }
    }

    private void tell(Deed deed) {
        ModuleIdentity module = firmware.identity("chip-" + deed.name());
        DemoCast.Ordered device =
                scene.cast()
                        .order(
                                MacVersion.V1_1,
                                AppSKey.IN_ANSWER,
                                asked -> asked.withModule(new ModuleDigest(module.digest())));
        derive(device);
        Path room = scene.processes().room(DeviceUser.CORE);
        SensorFolder sensors = new SensorFolder(room);
        TamperPlay play = new TamperPlay(sensors);
        sensors.say(TamperPlay.moments(deed.scene(), scene.seed()).getFirst().readings());
        DemoCore core =
                DemoCore.start(
                        scene.processes(), room, device, module, scene.cast().site().alarms());
        try (CoreKeySlots slots = CoreKeySlots.connect(core.socket())) {
            tell(deed, device, core, slots, play);
        }
        core.process().destroy();
    }

    private void derive(DemoCast.Ordered device) {
        Eui64 devEui = device.identity().devEui();
        Secret nwkKey = device.key(Kind.NWK_KEY);
        derived.add(aes.derive(nwkKey, Derivation.jsIntKey(devEui)));
        derived.add(aes.derive(nwkKey, Derivation.jsEncKey(devEui)));
        derived.add(AlarmKey.derive(aes, device.key(Kind.APP_KEY), devEui));
    }

    private void tell(
            Deed deed,
            DemoCast.Ordered device,
            DemoCore core,
            CoreKeySlots slots,
            TamperPlay play) {
        check(
                deed.name() + "-before",
                "A device with its keys in the zone joins and is read",
                () -> {
                    EndDevice joined = DemoCast.device(device.identity(), slots);
                    scene.cast().join(joined);
                    return Verdict.of(
                            scene.cast().delivers(joined, "water 4.24 m"),
                            device.identity().devEui().toString());
                });
        Optional<MemoryScan> before = canScan ? Optional.of(scan(core)) : Optional.empty();
        List<DeviceTamper> played = new ArrayList<>();
        check(
                deed.name() + "-blocked",
                deed.claim() + ": the keys are blocked",
                () -> {
                    played.add(play.play(deed.scene(), scene.seed(), core));
                    return blocked(played.getFirst(), play);
                });
        check(deed.name() + "-erased", "and erased", () -> erased(played));
        if (before.isPresent()) {
            check(
                    deed.name() + "-forgotten",
                    "No key is left anywhere in its memory",
                    () -> forgotten(deed, before.get(), scan(core)));
        }
        check(deed.name() + "-mute", "It computes with no key any more", () -> mute(slots));
        check(
                deed.name() + "-alarm",
                "The platform takes its alarm: the device is compromised",
                () -> compromised(device.identity().devEui()));
        check(
                deed.name() + "-refused",
                "Even with its true keys it joins no more",
                () -> refused(device));
    }

    private Verdict blocked(DeviceTamper tamper, TamperPlay play) {
        scene.measures().tamper(tamper);
        return Verdict.of(
                tamper.blockedMs() >= 0 && tamper.blockedMs() <= MOST_MS && play.isAsTheDetector(),
                "after %.0f ms".formatted(tamper.blockedMs()));
    }

    private static Verdict erased(List<DeviceTamper> played) {
        return played.stream()
                .findFirst()
                .map(tamper ->
                        Verdict.of(
                                tamper.isErased() && tamper.erasedMs() <= MOST_MS,
                                "after %.0f ms, in %.0f µs"
                                        .formatted(tamper.erasedMs(), tamper.erasureUs())))
                .orElseGet(() -> Verdict.of(false, "nothing was played"));
    }

    private MemoryScan scan(DemoCore core) {
        List<Secret> keys = new ArrayList<>(scene.cast().keys());
        keys.addAll(derived);
        return MemoryScan.of(core.pid(), keys);
    }

    private Verdict forgotten(Deed deed, MemoryScan before, MemoryScan after) {
        scene.measures().number(deed.name() + "KeysFoundBefore", before.found().size());
        scene.measures().number(deed.name() + "KeysFoundAfter", after.found().size());
        scene.measures().number(deed.name() + "ScannedMib", (double) after.readBytes() / MIB);
        return Verdict.of(
                after.found().isEmpty(),
                "%d in %d MiB; before: %d"
                        .formatted(
                                after.found().size(),
                                after.readBytes() / MIB,
                                before.found().size()));
    }

    private static Verdict mute(CoreKeySlots slots) {
        try {
            Bytes mac = slots.cmac(KeySlot.NWK_KEY, Bytes.EMPTY);
            return Verdict.of(false, "it computed " + mac);
        } catch (Fault fault) {
            return Verdict.of(fault.kind() == Fault.Kind.TAMPERED, fault.getMessage());
        }
    }

    private Verdict compromised(Eui64 devEui) {
        long due = System.nanoTime() + PATIENCE.toNanos();
        Lifecycle state = state(devEui);
        while (state != Lifecycle.COMPROMISED
                && System.nanoTime() < due
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK.toNanos());
            state = state(devEui);
        }
        return Verdict.of(state == Lifecycle.COMPROMISED, "38 octets; " + state.word());
    }

    private Lifecycle state(Eui64 devEui) {
        return scene.cast().platform().kms().devices().find(devEui).orElseThrow().state();
    }

    /// A thief who had a copy of the keys all along.
    private Verdict refused(DemoCast.Ordered device) {
        EndDevice thief = DemoCast.device(device.identity(), scene.cast().slots(device));
        // The nonce of its first join is used.
        var _ = thief.joinRequest();
        ResultCode code =
                scene.cast().network().join(device.identity(), thief.joinRequest()).result().code();
        return Verdict.of(code == ResultCode.ACTIVATION_DISALLOWED, code.toString());
    }
}
