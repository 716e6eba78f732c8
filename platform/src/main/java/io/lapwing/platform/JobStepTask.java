package io.lapwing.platform;

import io.lapwing.console.JobDesk;
import io.lapwing.kms.Actor;
import io.lapwing.service.people.Principal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Parameters;

/// Shows a job, or cancels it.
@Command
final class JobStepTask extends AdminTask {
    @Parameters(paramLabel = "ID", description = "Which: see admin job list.")
    private String id = "";

    private final Step step;

    private JobStepTask(Context context, Step step) {
        super(context);
        this.step = step;
    }

    @FunctionalInterface
    private interface Step {
        JobDesk.JobView take(JobDesk desk, Principal who, String id);
    }

    static CommandLine show(Context context) {
        return named(
                new JobStepTask(context, (desk, who, id) -> desk.find(who, id).value()),
                "show",
                "Show a job, how far it is, and what failed.");
    }

    static CommandLine cancel(Context context) {
        return named(
                new JobStepTask(context, (desk, who, id) -> desk.cancel(who, id).value()),
                "cancel",
                "Stop a job after the piece that it is at: what is done stays done.");
    }

    private static CommandLine named(JobStepTask task, String name, String purpose) {
        CommandLine command = new CommandLine(task);
        command.setCommandName(name);
        UsageMessageSpec page = command.getCommandSpec().usageMessage();
        page.description(purpose);
        page.footer(
                "", "@|bold Example|@", "  lapwing admin job " + name + " 019a3f5c2e8001020304");
        return command;
    }

    @Override
    ExitCode run(Platform platform, Actor actor) {
        JobDesk.JobView job =
                step.take(new PlatformJobDesk(platform), Principal.local(actor.name()), id);
        return answer(job, terminal -> write(job, terminal));
    }

    static void write(JobDesk.JobView job, Terminal terminal) {
        terminal.heading(job.work() + " " + job.id() + ", " + job.state());
        terminal.line("  by        " + job.startedBy() + ", " + job.startedAt());
        terminal.line("  done      " + JobListTask.done(job) + ", " + job.failed() + " in vain");
        job.endedAt().ifPresent(at -> terminal.line("  ended     " + at));
        job.result().ifPresent(what -> terminal.line("  result    " + what));
        job.failures()
                .forEach(failure ->
                        terminal.line("  failed    " + failure.object() + ": " + failure.why()));
    }
}
