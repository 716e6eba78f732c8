package io.lapwing.platform;

import io.lapwing.kms.Actor;
import io.lapwing.kms.Device;
import io.lapwing.kms.Devices;
import io.lapwing.lorawan.Eui64;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Gives a device an owner.
@Command
final class DeviceOwnerTask extends DeviceTask {
    private final Step step;

    @Parameters(index = "1", paramLabel = "OWNER", description = "The owner's name.")
    private String owner = "";

    private DeviceOwnerTask(Context context, Step step) {
        super(context);
        this.step = step;
    }

    private interface Step {
        Device take(Devices devices, Actor actor, Eui64 devEui, String owner);
    }

    static CommandLine claim(Context context) {
        return named(
                new DeviceOwnerTask(context, Devices::claim),
                "claim",
                "Give a device without an owner its owner.",
                "70B3D57ED0000001 acme");
    }

    static CommandLine transfer(Context context) {
        return named(
                new DeviceOwnerTask(context, Devices::transfer),
                "transfer",
                "Give an owned device to another owner.",
                "70B3D57ED0000001 globex");
    }

    @Override
    Device change(Platform platform, Actor actor, Eui64 devEui) {
        return step.take(platform.kms().devices(), actor, devEui, owner);
    }
}
