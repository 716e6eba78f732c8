package io.lapwing.platform;

import io.lapwing.console.DeviceView;
import io.lapwing.kms.Actor;
import io.lapwing.lorawan.Eui64;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `admin device show`.
@Command(
        name = "show",
        description = "Show one device, without keys.",
        footer = {"", "@|bold Example|@", "  lapwing admin device show 70B3D57ED0000001"})
final class DeviceShowTask extends AdminTask {
    @Parameters(index = "0", paramLabel = "DEVEUI", description = "16 hexadecimal digits.")
    private String devEui = "";

    DeviceShowTask(Context context) {
        super(context);
    }

    @Override
    ExitCode run(Platform platform, Actor actor) {
        DeviceView view = DeviceViews.of(DeviceTask.require(platform, Eui64.parse(devEui)));
        return answer(view, terminal -> DeviceViews.write(view, terminal));
    }
}
