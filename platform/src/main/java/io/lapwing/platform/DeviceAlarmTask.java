package io.lapwing.platform;

import io.lapwing.console.DeviceView;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.device.Alarm;
import io.lapwing.device.AlarmOutcome;
import io.lapwing.kms.Actor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `admin device alarm`.
@Command(
        name = "alarm",
        description = {
            "Take the alarm of a device that came by another way, such as a short message.",
            "",
            "The frame names its device and proves that it is of it. A device whose alarm is taken is compromised: its keys are"
                    + " refused every use. One that is forged, old or of another module changes nothing."
        },
        footer = {
            "",
            "@|bold Example|@",
            "  lapwing admin device alarm --frame 010170B3D57ED0000001…"
        })
final class DeviceAlarmTask extends AdminTask {
    @Option(
            names = "--frame",
            paramLabel = "HEX",
            required = true,
            description = "The alarm frame: 38 octets, 76 hexadecimal digits.")
    private String frame = "";

    DeviceAlarmTask(Context context) {
        super(context);
    }

    @Override
    ExitCode run(Platform platform, Actor actor) {
        return switch (platform.alarms().take(actor, octets())) {
            case AlarmOutcome.Accepted(Alarm alarm) -> answer(platform, alarm);
            case AlarmOutcome.Refused refused -> throw DeviceAlarms.fault(refused);
        };
    }

    private Bytes octets() {
        if (!frame.matches("([0-9A-Fa-f]{2})+")) {
            throw Fault.badInput(
                    "--frame of " + frame.length() + " characters: want 76 hexadecimal digits");
        }
        return Bytes.hex(frame);
    }

    private ExitCode answer(Platform platform, Alarm alarm) {
        DeviceView view = DeviceViews.of(DeviceTask.require(platform, alarm.sender().devEui()));
        return answer(
                view,
                terminal ->
                        terminal.line(
                                "device %s is %s: %s"
                                        .formatted(
                                                view.devEui(),
                                                view.state(),
                                                DeviceViews.tampered(view))));
    }
}
