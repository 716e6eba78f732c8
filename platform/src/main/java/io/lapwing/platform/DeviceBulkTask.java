package io.lapwing.platform;

import io.lapwing.console.DeviceAction;
import io.lapwing.console.DeviceDesk;
import io.lapwing.console.JobDesk;
import io.lapwing.crypto.Fault;
import io.lapwing.kms.Actor;
import io.lapwing.service.people.Principal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;

/// A step on many devices, as a job: those in a file, or all that match.
@Command
abstract class DeviceBulkTask extends AdminTask {
    @Mixin private DeviceFilter filter = new DeviceFilter();

    @Option(
            names = "--devices",
            paramLabel = "FILE",
            description = "Those in this file, a DevEUI a line, at most 10,000.")
    private @Nullable Path devices;

    DeviceBulkTask(Context context) {
        super(context);
    }

    /// What is done to each.
    abstract DeviceAction action();

    /// The command under a name of its own.
    ///
    /// @param example its arguments after the name
    static CommandLine named(DeviceBulkTask task, String name, String purpose, String example) {
        CommandLine command = new CommandLine(task);
        command.setCommandName(name);
        UsageMessageSpec page = command.getCommandSpec().usageMessage();
        page.description(
                purpose,
                "",
                "To the devices of a file, or to all that match. Ends when the job has: with exit code 1 where it failed for one.");
        page.footer("", "@|bold Example|@", "  lapwing admin device bulk " + name + " " + example);
        return command;
    }

    @Override
    ExitCode run(Platform platform, Actor actor) {
        Principal who = Principal.local(actor.name());
        PeopleRooms rooms = new PeopleRooms(platform);
        JobDesk.JobView job =
                new JobWait(platform, who, terminal())
                        .untilEnd(() -> start(rooms.desks().devices(), who));
        answer(job, terminal -> JobStepTask.write(job, terminal));
        return job.failed() == 0 && job.state().equals("done") ? ExitCode.DONE : ExitCode.FAILED;
    }

    private String start(DeviceDesk desk, Principal who) {
        if (devices == null && filter.isOpen()) {
            throw Fault.badInput("which devices: want --devices, or a condition such as --owner");
        }
        if (devices != null && !filter.isOpen()) {
            throw Fault.badInput("--devices and a condition: want one of them");
        }
        return devices == null
                ? desk.actOnAll(who, filter.wanted(), action())
                : desk.actOnMany(who, lines(devices), action());
    }

    private List<String> lines(Path file) {
        return text(Optional.of(file))
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
