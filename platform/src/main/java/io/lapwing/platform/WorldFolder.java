package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Hkdf;
import io.lapwing.crypto.Secret;
import io.lapwing.device.DeviceIdentity;
import io.lapwing.device.EndDevice;
import io.lapwing.device.FileDeviceMemory;
import io.lapwing.kms.Actor;
import io.lapwing.kms.Devices;
import io.lapwing.kms.HomeNetwork;
import io.lapwing.kms.KeyDelivery;
import io.lapwing.kms.Labels;
import io.lapwing.kms.NewDevice;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.EuiPrefix;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.vault.KeyBinding;
import io.lapwing.vault.KeyBinding.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/// What a living world remembers, in a folder of its own in the data folder: a seed for its parties' keys, and of each
/// device the copies of root keys that its station got and the counters in its memory.
///
/// Nothing in it is of use anywhere else: the devices are imagined, and bear EUI-64s for documentation (RFC 9542).
final class WorldFolder {
    static final List<String> OWNERS = List.of("river-watch", "valley-farm", "north-harbour");

    private static final Actor WORLD = Actor.operator("world");
    private static final Eui64 JOIN_EUI = Eui64.parse("00005EEF100000F1");
    private static final Eui64 FIRST_DEV_EUI = Eui64.parse("00005EEF10001001");
    private static final int DEVICES = 36;
    private static final List<MacVersion> VERSIONS =
            List.of(MacVersion.V1_0_4, MacVersion.V1_1, MacVersion.V1_0_4, MacVersion.V1_0_3);
    private static final List<String> THINGS =
            List.of("water-level", "soil-moisture", "air-quality", "tank");
    private static final List<String> SITES = List.of("weir", "east-field", "pier", "mill");

    private final Path folder;

    WorldFolder(DataFolder data) {
        folder = data.root().resolve("world");
    }

    /// Whether a world began here.
    boolean exists() {
        return Files.exists(folder.resolve("seed"));
    }

    /// Begins a world: enters its parties, and makes its devices, from the factory to the claim.
    void settle(Platform platform) {
        try {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            write("seed.new", Secret.random(DemoKek.LENGTH_BYTES).use(Bytes::of).toHex());
            Files.move(folder.resolve("seed.new"), folder.resolve("seed"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Aes aes = Aes.best();
        welcome(platform, aes);
        for (int i = 0; i < DEVICES; i++) {
            make(platform, i);
        }
    }

    private void welcome(Platform platform, Aes aes) {
        handIn(platform, kek(KeyBinding.Role.NETWORK_SERVER, DemoNetworkServer.NAME, aes));
        handIn(platform, kek(KeyBinding.Role.STATION, DemoStation.LABEL, aes));
        EuiPrefix all = new EuiPrefix(JOIN_EUI, 64);
        platform.kms()
                .peers()
                .add(
                        WORLD,
                        DemoPeers.networkServer(
                                DemoNetworkServer.NAME, Set.of(DemoNetworkServer.NET_ID), all));
        for (String owner : OWNERS) {
            handIn(platform, kek(KeyBinding.Role.APPLICATION_SERVER, owner, aes));
            platform.kms().peers().add(WORLD, DemoPeers.applicationServer(owner, all));
        }
    }

    private static void handIn(Platform platform, DemoKek kek) {
        try (kek) {
            kek.handIn(WORLD, platform.kms().receivers(), platform.vault().importKey());
        }
    }

    private void make(Platform platform, int number) {
        Eui64 devEui = new Eui64(FIRST_DEV_EUI.value() + number);
        String owner = owner(devEui);
        NewDevice request =
                NewDevice.of(devEui, JOIN_EUI, VERSIONS.get(number % VERSIONS.size()))
                        .requiringClaim()
                        .withHome(HomeNetwork.of(DemoNetworkServer.NET_ID))
                        .withLabels(
                                new Labels(
                                        Map.of(
                                                "thing",
                                                THINGS.get(number % THINGS.size()),
                                                "site",
                                                SITES.get(number / 3 % SITES.size()))))
                        .withDelivery(
                                KeyDelivery.to(
                                        Optional.of(owner), Optional.empty(), Optional.empty()));
        Devices devices = platform.kms().devices();
        var made = devices.createForStation(WORLD, request, DemoStation.LABEL);
        StringBuilder copies = new StringBuilder(request.macVersion() + "\n");
        made.copies().forEach((kind, copy) -> copies.append(kind + " " + copy.toHex() + "\n"));
        write(devEui + ".keys", copies.toString());
        devices.provision(new Actor(Actor.Role.STATION, DemoStation.LABEL), devEui);
        devices.claim(Actor.owner(owner), devEui, owner);
    }

    /// Whose device this is.
    static String owner(Eui64 devEui) {
        return OWNERS.get((int) ((devEui.value() - FIRST_DEV_EUI.value()) % OWNERS.size()));
    }

    /// The devices, with their keys in their slots.
    List<EndDevice> devices(DemoStation station) {
        List<EndDevice> devices = new ArrayList<>();
        for (int i = 0; i < DEVICES; i++) {
            Eui64 devEui = new Eui64(FIRST_DEV_EUI.value() + i);
            List<String> lines = read(devEui + ".keys").lines().toList();
            Map<Kind, Bytes> copies = new EnumMap<>(Kind.class);
            for (String line : lines.subList(1, lines.size())) {
                String[] words = line.split(" ", 2);
                copies.put(Kind.valueOf(words[0]), Bytes.hex(words[1]));
            }
            devices.add(
                    new EndDevice(
                            new DeviceIdentity(
                                    devEui, JOIN_EUI, MacVersion.parse(lines.getFirst())),
                            station.put(copies),
                            new FileDeviceMemory(folder.resolve(devEui + ".memory")),
                            new SplittableRandom()));
        }
        return devices;
    }

    /// A party's wrapping key, the same at each start.
    DemoKek kek(KeyBinding.Role role, String label, Aes aes) {
        try (Secret seed = Secret.take(Bytes.hex(read("seed").strip()).toArray())) {
            return new DemoKek(
                    role,
                    label,
                    aes,
                    Hkdf.sha256(
                            seed,
                            Bytes.EMPTY,
                            Bytes.of((role + " " + label).getBytes(StandardCharsets.UTF_8)),
                            DemoKek.LENGTH_BYTES));
        }
    }

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "the living world's file "
                            + folder.resolve(name)
                            + " cannot be read: start with --empty, or remove its devices and "
                            + folder,
                    e);
        }
    }

    private void write(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
