package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.kms.Actor;
import io.lapwing.kms.Device;
import io.lapwing.lorawan.Eui64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `admin device home`.
@Command(
        name = "home",
        description = "Say which network is a device's home, for HomeNSReq.",
        footer = {
            "",
            "@|bold Examples|@",
            "  lapwing admin device home 70B3D57ED0000001 000013",
            "  lapwing admin device home 70B3D57ED0000001 000013/70B3D57ED0000010",
            "  lapwing admin device home 70B3D57ED0000001 --none"
        })
final class DeviceHomeTask extends DeviceTask {
    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NETID[/NSID]",
            description = "6 hexadecimal digits, or with an NSID.")
    private @Nullable String home;

    @Option(names = "--none", description = "It has none.")
    private boolean none;

    DeviceHomeTask(Context context) {
        super(context);
    }

    @Override
    Device change(Platform platform, Actor actor, Eui64 devEui) {
        if (none == (home != null)) {
            throw Fault.badInput("device home: want NETID[/NSID], or --none");
        }
        return platform.kms()
                .devices()
                .setHome(actor, devEui, Optional.ofNullable(home).map(DeviceCreateTask::home));
    }
}
