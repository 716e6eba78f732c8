package io.lapwing.platform;

import io.lapwing.kms.Actor;
import io.lapwing.kms.Device;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.RootKeyRef;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `admin device activate-keys`.
@Command(
        name = "activate-keys",
        description =
                "Report that a device has a renewed version of its root keys: it joins with that.",
        footer = {
            "",
            "@|bold Example|@",
            "  lapwing admin device activate-keys 70B3D57ED0000001 --version-number 2"
        })
final class DeviceActivateKeysTask extends DeviceTask {
    @Option(
            names = "--version-number",
            paramLabel = "N",
            required = true,
            description = "Which version the device has now.")
    private int version;

    DeviceActivateKeysTask(Context context) {
        super(context);
    }

    @Override
    Device change(Platform platform, Actor actor, Eui64 devEui) {
        int slot = require(platform, devEui).keys().active().slot();
        return platform.kms().renewal().activate(actor, devEui, new RootKeyRef(slot, version));
    }
}
