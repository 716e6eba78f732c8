package io.lapwing.platform;

import io.lapwing.kms.Actor;
import io.lapwing.kms.Device;
import io.lapwing.kms.Labels;
import io.lapwing.lorawan.Eui64;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `admin device labels`.
@Command(
        name = "labels",
        description = "Put labels on a device, and take some away.",
        footer = {
            "",
            "@|bold Example|@",
            "  lapwing admin device labels 70B3D57ED0000001 --set site=berlin --set floor=3 --drop batch"
        })
final class DeviceLabelsTask extends DeviceTask {
    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Put it; several times.")
    private Map<String, String> set = new TreeMap<>();

    @Option(names = "--drop", paramLabel = "KEY", description = "Take it away; several times.")
    private List<String> drop = new ArrayList<>();

    DeviceLabelsTask(Context context) {
        super(context);
    }

    @Override
    Device change(Platform platform, Actor actor, Eui64 devEui) {
        Map<String, String> next = new TreeMap<>(require(platform, devEui).labels().values());
        drop.forEach(next::remove);
        next.putAll(set);
        return platform.kms().devices().setLabels(actor, devEui, new Labels(next));
    }
}
