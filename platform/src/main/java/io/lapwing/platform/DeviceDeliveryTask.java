package io.lapwing.platform;

import io.lapwing.kms.Actor;
import io.lapwing.kms.Device;
import io.lapwing.lorawan.Eui64;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `admin device delivery`.
@Command(
        name = "delivery",
        description = "Say who receives a device's session keys, and when.",
        footer = {
            "",
            "@|bold Example|@",
            "  lapwing admin device delivery 70B3D57ED0000001 --app-s-key on-request --as-id my-as"
        })
final class DeviceDeliveryTask extends DeviceTask {
    @Mixin private DeliveryOptions delivery = new DeliveryOptions();

    DeviceDeliveryTask(Context context) {
        super(context);
    }

    @Override
    Device change(Platform platform, Actor actor, Eui64 devEui) {
        return platform.kms()
                .devices()
                .setDelivery(actor, devEui, delivery.over(require(platform, devEui).delivery()));
    }
}
