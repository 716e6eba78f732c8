package io.lapwing.platform;

import io.lapwing.console.PeopleDesk;
import io.lapwing.service.people.Principal;
import java.util.OptionalLong;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.UsageMessageSpec;

/// What is shown of a person, or done to one, without further words.
@Command
final class PersonStepTask extends PersonTask {
    private final Step step;

    private PersonStepTask(Context context, Step step) {
        super(context);
        this.step = step;
    }

    @FunctionalInterface
    private interface Step {
        ExitCode take(PersonStepTask task, PeopleDesk desk, Principal who, String person);
    }

    static CommandLine show(Context context) {
        return named(
                context,
                (task, desk, who, person) -> task.answer(desk.find(who, person).value()),
                "show",
                "Show somebody, with what he may do and how he proves who he is.");
    }

    static CommandLine enable(Context context) {
        return named(
                context,
                (task, desk, who, person) ->
                        task.answer(desk.enable(who, person, OptionalLong.empty(), true).value()),
                "enable",
                "Let somebody in again.");
    }

    static CommandLine disable(Context context) {
        return named(
                context,
                (task, desk, who, person) ->
                        task.answer(desk.enable(who, person, OptionalLong.empty(), false).value()),
                "disable",
                "Let somebody in no more: his sessions and tokens end at once.");
    }

    static CommandLine reset(Context context) {
        return named(
                context,
                (task, desk, who, person) -> task.answer(desk.reset(who, person)),
                "reset",
                "Take a user's password and second factors away, and invite him anew.");
    }

    static CommandLine unlink(Context context) {
        return named(
                context,
                (task, desk, who, person) ->
                        task.answer(desk.unlink(who, person, OptionalLong.empty()).value()),
                "unlink",
                "End that a user signs in at the OpenID provider; his sessions end.");
    }

    static CommandLine remove(Context context) {
        return named(
                context,
                (task, desk, who, person) -> {
                    desk.remove(who, person, OptionalLong.empty());
                    return task.answer(
                            new Removed(person), terminal -> terminal.line(person + " is removed"));
                },
                "remove",
                "Remove somebody; the audit log keeps the name.");
    }

    /// Who was removed.
    record Removed(String person) {}

    @Override
    ExitCode run(PeopleDesk desk, Principal who, String person) {
        return step.take(this, desk, who, person);
    }

    private static CommandLine named(Context context, Step step, String name, String purpose) {
        CommandLine command = new CommandLine(new PersonStepTask(context, step));
        command.setCommandName(name);
        UsageMessageSpec page = command.getCommandSpec().usageMessage();
        page.description(purpose);
        page.footer("", "@|bold Example|@", "  lapwing admin person " + name + " user:anna");
        return command;
    }
}
