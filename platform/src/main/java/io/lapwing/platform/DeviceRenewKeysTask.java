package io.lapwing.platform;

import io.lapwing.kms.Actor;
import io.lapwing.lorawan.Eui64;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `admin device renew-keys`.
@Command(
        name = "renew-keys",
        description = {
            "Make the next version of a device's root keys, for a station.",
            "",
            "The version in use stays in use until the station has reported: admin device activate-keys."
        },
        footer = {
            "",
            "@|bold Example|@",
            "  lapwing admin device renew-keys 70B3D57ED0000001 --station line-3"
        })
final class DeviceRenewKeysTask extends AdminTask {
    @Parameters(index = "0", paramLabel = "DEVEUI", description = "16 hexadecimal digits.")
    private String devEui = "";

    @Option(
            names = "--station",
            paramLabel = "LABEL",
            required = true,
            description = "Whose wrapping key protects the copy for the device.")
    private String station = "";

    DeviceRenewKeysTask(Context context) {
        super(context);
    }

    @Override
    ExitCode run(Platform platform, Actor actor) {
        var made = platform.kms().renewal().renew(actor, Eui64.parse(devEui), station);
        Map<String, String> copies = new TreeMap<>();
        made.copies().forEach((kind, copy) -> copies.put(Words.of(kind), copy.toHex()));
        return answer(
                new DeviceCreateTask.Created(DeviceViews.of(made.device()), copies),
                terminal -> {
                    terminal.line("device " + devEui + " has new root keys, not yet in use");
                    copies.forEach((kind, copy) ->
                            terminal.line("  " + kind + " for the station: " + copy));
                });
    }
}
