package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.kms.Actor;
import io.lapwing.kms.Device;
import io.lapwing.lorawan.Eui64;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Parameters;

/// A command that changes one device and shows what became of it.
abstract class DeviceTask extends AdminTask {
    @Parameters(index = "0", paramLabel = "DEVEUI", description = "16 hexadecimal digits.")
    private String devEui = "";

    DeviceTask(Context context) {
        super(context);
    }

    @Override
    ExitCode run(Platform platform, Actor actor) {
        Device device = change(platform, actor, Eui64.parse(devEui));
        return answer(
                DeviceViews.of(device),
                terminal ->
                        terminal.line(
                                "device %s is %s".formatted(device.devEui(), device.state().word())
                                        + device.owner().map(o -> ", owner " + o).orElse("")
                                        + (device.pending().isEmpty() ? "" : ", a step waits")));
    }

    abstract Device change(Platform platform, Actor actor, Eui64 devEui);

    /// The device as it is.
    static Device require(Platform platform, Eui64 devEui) {
        return platform.kms()
                .devices()
                .find(devEui)
                .orElseThrow(() ->
                        new Fault(Fault.Kind.NOT_FOUND, "device " + devEui + " is not known"));
    }

    /// The command under a name of its own.
    ///
    /// @param name its words after `admin device`
    /// @param example its arguments after them
    static CommandLine named(DeviceTask task, String name, String purpose, String example) {
        CommandLine command = new CommandLine(task);
        command.setCommandName(name.substring(name.lastIndexOf(' ') + 1));
        UsageMessageSpec page = command.getCommandSpec().usageMessage();
        page.description(purpose);
        page.footer("", "@|bold Example|@", "  lapwing admin device " + name + " " + example);
        return command;
    }
}
