package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.device.Burglar;
import io.lapwing.device.CoreProcess;
import io.lapwing.device.StackProcess;
import io.lapwing.device.Victim;
import io.lapwing.kms.KeyDelivery.AppSKey;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.vault.KeyBinding.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Application, stack and core are three processes, and only the core has keys, whatever the others try.
final class CoreChapter {
    /// Its process opens the core's door and nothing else of it.
    private static final String DOOR = "door";

    /// A process without one.
    private static final Path NO_DOOR = Path.of("/nonexistent");

    private static final String DOOR_OF_ITS_OWN_USER = "rw-------";

    private final DeviceScene scene;
    private final DemoCast cast;
    private final DeviceProcesses processes;
    private final DemoCast.Ordered device;
    private final Path door;
    private final Path stack;
    private Optional<Process> core = Optional.empty();

    /// What a burglar came home with.
    ///
    /// @param opened by name
    /// @param loot a file
    private record Burglary(String opened, Path loot) {}

    CoreChapter(DeviceScene scene) {
        this.scene = scene;
        cast = scene.cast();
        processes = scene.processes();
        device = cast.order(MacVersion.V1_1, AppSKey.ON_REQUEST, UnaryOperator.identity());
        door = processes.room(DeviceUser.CORE).resolve("core");
        stack = processes.room(DeviceUser.STACK).resolve("stack");
    }

    void tell() {
        scene.narrator()
                .chapter(
                        "Three processes, one of which has keys",
                        "The application asks the stack, the stack asks the core; what comes out of the core is computed"
                                + " with keys, and never a key. "
                                + users());
        try (DemoGateway gateway = new DemoGateway(cast, device.identity())) {
            check(
                    "core-ready",
                    "The core takes its root keys by a pipe and opens its door",
                    () -> {
                        core = Optional.of(startCore());
                        return Verdict.of(true, "as " + who(DeviceUser.CORE));
                    });
            check(
                    "stack-joins",
                    "The stack joins: its session keys are made in the core",
                    () -> startStack(gateway));
            check(
                    "five-lines",
                    "The application sends a reading in five lines; its owner reads it",
                    () -> read(gateway, "water 4.21 m"));
            burglaries();
            check(
                    "still-speaks",
                    "After all that the device speaks as before",
                    () -> read(gateway, "water 4.22 m"));
        }
    }

    private void check(String name, String claim, Supplier<Verdict> work) {
        scene.narrator().check(name, claim, work);
    }

    private String users() {
        return processes.users().all()
                ? "Each is of a user of its own."
                : "They are of one user here: as root, this would give each its own.";
    }

    private String who(DeviceUser user) {
        return processes.users().all()
                ? "user " + user.number()
                : "user " + System.getProperty("user.name");
    }

    private Process startCore() {
        List<String> arguments = new ArrayList<>(List.of(door.toString()));
        if (processes.users().all()) {
            arguments.add(DeviceUser.STACK.word());
        }
        long started = System.nanoTime();
        Process process = processes.start(DeviceUser.CORE, CoreProcess.class, arguments);
        processes.prepare(
                process,
                true,
                List.of(device.key(Kind.NWK_KEY), device.key(Kind.APP_KEY)),
                Bytes.EMPTY);
        scene.measures().number("coreReadyMs", (System.nanoTime() - started) / 1e6);
        return process;
    }

    private Verdict startStack(DemoGateway gateway) {
        List<String> arguments = new ArrayList<>(List.of(stack.toString(), door.toString()));
        arguments.add(stack.resolveSibling("nonces").toString());
        arguments.add(device.identity().devEui().toString());
        arguments.add(device.identity().joinEui().toString());
        arguments.add(device.identity().version().toString());
        arguments.addAll(gateway.ports());
        if (processes.users().all()) {
            arguments.add(DeviceUser.APPLICATION.word());
        }
        Process process = processes.start(DeviceUser.STACK, StackProcess.class, arguments);
        processes.prepare(process, true, List.of(), Bytes.EMPTY);
        return Verdict.of(process.isAlive(), "as " + who(DeviceUser.STACK));
    }

    private Verdict read(DemoGateway gateway, String reading) {
        processes.end(
                processes.start(
                        DeviceUser.APPLICATION,
                        DemoApplication.class,
                        List.of(stack.toString(), reading)));
        return Verdict.of(gateway.reading().equals(DemoCast.bytes(reading)), '"' + reading + '"');
    }

    private void burglaries() {
        if (processes.users().rootAlone()) {
            check(
                    "own-door",
                    "NO burglar was tried: he would be root; the door's file is own",
                    this::doorIsOwn);
            return;
        }
        check(
                "burglar-can",
                "A burglar finds the keys of a process that guards nothing",
                this::victim);
        check(
                "neighbour",
                "As the core's own neighbour he gets no key of it",
                () -> judge(burgle(core(), door, false), DOOR));
        if (processes.users().stranger()) {
            check(
                    "stranger",
                    "As another user he gets no key, and not even through the door",
                    () -> judge(burgle(core(), door, true), ""));
        } else {
            check(
                    "own-door",
                    "Another user was NOT tried (wants root); the door's file is own",
                    this::doorIsOwn);
        }
    }

    private Process core() {
        return core.orElseThrow(
                () -> new Fault(Fault.Kind.UNAVAILABLE, "there is no core: it did not begin"));
    }

    private Verdict victim() {
        try (Secret first = Secret.random(16);
                Secret second = Secret.random(16)) {
            Process victim = processes.start(DeviceUser.CORE, Victim.class, List.of());
            processes.prepare(victim, false, List.of(first, second), Bytes.EMPTY);
            Burglary burglary = burgle(victim, NO_DOOR, false);
            boolean hasKey = isIn(burglary.loot(), new KeyHunt(List.of(first, second)));
            processes.end(victim);
            return Verdict.of(
                    burglary.opened().contains("maps")
                            && hasKey == burglary.opened().contains("mem"),
                    "%s: %s"
                            .formatted(
                                    hasKey ? "both keys" : "files, its memory is hidden",
                                    burglary.opened()));
        }
    }

    private Burglary burgle(Process process, Path socket, boolean stranger) {
        Path loot = processes.openRoom().resolve("loot");
        List<String> arguments =
                List.of(Long.toString(process.pid()), socket.toString(), loot.toString());
        Process burglar =
                stranger
                        ? processes.startStranger(Burglar.class, arguments)
                        : processes.start(DeviceUser.CORE, Burglar.class, arguments);
        return new Burglary(processes.end(burglar).strip(), loot);
    }

    private Verdict judge(Burglary burglary, String wanted) {
        boolean clean = !isIn(burglary.loot(), new KeyHunt(cast.keys()));
        return Verdict.of(
                clean && burglary.opened().equals(wanted),
                "%s; %d kB, %s"
                        .formatted(
                                burglary.opened().isEmpty() ? "nothing" : burglary.opened(),
                                size(burglary.loot()) / 1000,
                                clean ? "no key" : "A KEY"));
    }

    private static boolean isIn(Path loot, KeyHunt keys) {
        try {
            // One character an octet, so that the text search finds octets.
            return keys.isIn(new String(Files.readAllBytes(loot), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the loot cannot be read", e);
        }
    }

    private static long size(Path loot) {
        try {
            return Files.size(loot);
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the loot cannot be read", e);
        }
    }

    private Verdict doorIsOwn() {
        try {
            String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(door));
            return Verdict.of(permissions.equals(DOOR_OF_ITS_OWN_USER), permissions);
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, door + " cannot be looked at", e);
        }
    }
}
