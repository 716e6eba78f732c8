package io.lapwing.platform;

import io.lapwing.console.ApprovalDesk;
import io.lapwing.kms.Device;
import io.lapwing.kms.Kms;
import io.lapwing.kms.Lifecycle;
import io.lapwing.service.people.Permission;
import java.util.List;

/// Many devices that are trusted no more: an emergency. Suspending them, which can be taken back, takes one person.
final class CompromiseWish extends DeviceWish {
    CompromiseWish(Kms kms) {
        super(kms);
    }

    @Override
    public ApprovalDesk.Kind view() {
        return new ApprovalDesk.Kind(
                "devices-compromise",
                "Mark as compromised",
                Permission.DEVICE_COMPROMISE,
                true,
                List.of());
    }

    @Override
    public List<String> happens(WishArgument argument) {
        return List.of(
                "Devices: " + which(argument) + ".",
                "Their keys are refused every use from now on. There is no way back.",
                "To stop them at once and for a while, suspend them: that takes nobody else.");
    }

    @Override
    void act(WishRun run, Device device) {
        if (device.state() != Lifecycle.COMPROMISED) {
            Device _ =
                    kms().devices()
                            .compromise(
                                    run.actor(device.owner()),
                                    device.devEui(),
                                    run.wish().asked().reason());
        }
    }
}
