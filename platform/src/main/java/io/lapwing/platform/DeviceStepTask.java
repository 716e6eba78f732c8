package io.lapwing.platform;

import io.lapwing.kms.Actor;
import io.lapwing.kms.Device;
import io.lapwing.kms.Devices;
import io.lapwing.lorawan.Eui64;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// A step in a device's life that needs no words.
@Command
final class DeviceStepTask extends DeviceTask {
    private final Step step;

    private DeviceStepTask(Context context, Step step) {
        super(context);
        this.step = step;
    }

    private interface Step {
        Device take(Devices devices, Actor actor, Eui64 devEui);
    }

    static CommandLine provision(Context context) {
        return named(
                new DeviceStepTask(context, Devices::provision),
                "provision",
                "Report that a manufactured device has its root keys.",
                "70B3D57ED0000001");
    }

    static CommandLine resume(Context context) {
        return named(
                new DeviceStepTask(context, Devices::resume),
                "resume",
                "Let a suspended device join again.",
                "70B3D57ED0000001");
    }

    @Override
    Device change(Platform platform, Actor actor, Eui64 devEui) {
        return step.take(platform.kms().devices(), actor, devEui);
    }
}
