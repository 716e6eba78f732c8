package io.lapwing.platform;

import io.lapwing.console.DeviceView;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.kms.Actor;
import io.lapwing.kms.Device;
import io.lapwing.kms.Devices;
import io.lapwing.kms.HomeNetwork;
import io.lapwing.kms.Labels;
import io.lapwing.kms.ModuleDigest;
import io.lapwing.kms.NewDevice;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.NetId;
import io.lapwing.vault.KeyBinding;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `admin device create`.
@Command(
        name = "create",
        description = {
            "Make a device known, with root keys.",
            "",
            "Its root keys are made inside the vault, where they stay; or for a station, which puts them into the device"
                    + " (--station); or they come sealed (--app-key, --nwk-key; see lapwing help admin seal)."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  lapwing admin device create 70B3D57ED0000001 --join-eui 70B3D57ED0000000 --mac 1.0.4 \\",
            "      --app-key app-key.jwe --as-id my-as --as-key my-as",
            "  lapwing admin device create 70B3D57ED0000002 --join-eui 70B3D57ED0000000 --mac 1.1 \\",
            "      --station line-3"
        })
final class DeviceCreateTask extends AdminTask {
    @Parameters(index = "0", paramLabel = "DEVEUI", description = "16 hexadecimal digits.")
    private String devEui = "";

    @Option(
            names = "--join-eui",
            paramLabel = "EUI",
            required = true,
            description = "The Join Server that the device asks for.")
    private String joinEui = "";

    @Option(
            names = "--mac",
            paramLabel = "VERSION",
            required = true,
            description = "The device's LoRaWAN: 1.0.0 to 1.0.4, or 1.1.")
    private String macVersion = "";

    @Option(names = "--owner", paramLabel = "NAME", description = "Who owns it from the start.")
    private @Nullable String owner;

    @Option(names = "--claim-required", description = "It joins only once it has an owner.")
    private boolean claimRequired;

    @Option(
            names = "--home",
            paramLabel = "NETID[/NSID]",
            description = "Its home network: 6 hexadecimal digits, or with an NSID.")
    private @Nullable String home;

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            description = "A word to find it by; several times.")
    private Map<String, String> labels = new TreeMap<>();

    @Option(
            names = "--module",
            paramLabel = "HEX",
            description =
                    "Its module identity, 64 hexadecimal digits: alarms of other modules are refused.")
    private @Nullable String module;

    @Mixin private DeliveryOptions delivery = new DeliveryOptions();

    @Option(
            names = "--station",
            paramLabel = "LABEL",
            description = "Whose wrapping key protects the copy for the device.")
    private @Nullable String station;

    @Option(names = "--app-key", paramLabel = "FILE", description = "The AppKey, sealed (JWE).")
    private @Nullable Path appKey;

    @Option(names = "--nwk-key", paramLabel = "FILE", description = "The NwkKey, sealed (JWE).")
    private @Nullable Path nwkKey;

    DeviceCreateTask(Context context) {
        super(context);
    }

    /// What is answered.
    ///
    /// @param forStation root keys by kind, RFC 3394 ciphertext under the station's wrapping key
    record Created(DeviceView device, Map<String, String> forStation) {}

    @Override
    ExitCode run(Platform platform, Actor actor) {
        Devices devices = platform.kms().devices();
        NewDevice wanted = wanted();
        boolean sealed = appKey != null || nwkKey != null;
        String line = station;
        if (line != null && sealed) {
            throw Fault.badInput("--station and a sealed key: want one of them");
        }
        if (line != null) {
            var made = devices.createForStation(actor, wanted, line);
            return answer(made.device(), made.copies());
        }
        Device made =
                sealed
                        ? devices.createImported(actor, wanted, sealedKeys())
                        : devices.create(actor, wanted);
        return answer(made, Map.of());
    }

    private NewDevice wanted() {
        NewDevice plain =
                NewDevice.of(
                        Eui64.parse(devEui), Eui64.parse(joinEui), MacVersion.parse(macVersion));
        return new NewDevice(
                plain.devEui(),
                plain.joinEui(),
                plain.macVersion(),
                claimRequired,
                Optional.ofNullable(home).map(DeviceCreateTask::home),
                Optional.ofNullable(owner),
                delivery.ofNew(),
                new Labels(labels),
                Optional.ofNullable(module).map(ModuleDigest::parse));
    }

    /// Reads `000013` or `000013/70B3D57ED0000010`.
    static HomeNetwork home(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? HomeNetwork.of(NetId.parse(text))
                : new HomeNetwork(
                        NetId.parse(text.substring(0, slash)),
                        Optional.of(Eui64.parse(text.substring(slash + 1))));
    }

    private Map<KeyBinding.Kind, String> sealedKeys() {
        Map<KeyBinding.Kind, String> keys = new EnumMap<>(KeyBinding.Kind.class);
        if (appKey != null) {
            keys.put(KeyBinding.Kind.APP_KEY, text(Optional.of(appKey)));
        }
        if (nwkKey != null) {
            keys.put(KeyBinding.Kind.NWK_KEY, text(Optional.of(nwkKey)));
        }
        return keys;
    }

    private ExitCode answer(Device made, Map<KeyBinding.Kind, Bytes> copies) {
        Map<String, String> forStation = new TreeMap<>();
        copies.forEach((kind, copy) -> forStation.put(Words.of(kind), copy.toHex()));
        return answer(
                new Created(DeviceViews.of(made), forStation),
                terminal -> {
                    terminal.line("device " + made.devEui() + " is " + made.state().word());
                    forStation.forEach((kind, copy) ->
                            terminal.line("  " + kind + " for the station: " + copy));
                });
    }
}
