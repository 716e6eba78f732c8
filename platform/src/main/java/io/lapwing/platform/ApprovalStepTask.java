package io.lapwing.platform;

import io.lapwing.console.ApprovalDesk.ApprovalView;
import io.lapwing.kms.Actor;
import io.lapwing.service.people.Principal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Parameters;

/// Shows something that takes two people, or takes a step with it; what is done by a job is waited for.
@Command
final class ApprovalStepTask extends AdminTask {
    @Parameters(paramLabel = "ID", description = "Which: see admin approval list.")
    private String id = "";

    private final Step step;

    private ApprovalStepTask(Context context, Step step) {
        super(context);
        this.step = step;
    }

    @FunctionalInterface
    private interface Step {
        ApprovalView take(PlatformApprovalDesk desk, Principal who, String id);
    }

    static CommandLine show(Context context) {
        return named(
                new ApprovalStepTask(context, PlatformApprovalDesk::find),
                "show",
                "Show what will happen, to how many, who asked, and when it ends.");
    }

    static CommandLine approve(Context context) {
        return named(
                new ApprovalStepTask(context, PlatformApprovalDesk::approve),
                "approve",
                "Allow it, as a second person: it is done at once, and once.");
    }

    static CommandLine refuse(Context context) {
        return named(
                new ApprovalStepTask(context, PlatformApprovalDesk::refuse),
                "refuse",
                "Refuse it.");
    }

    static CommandLine withdraw(Context context) {
        return named(
                new ApprovalStepTask(context, PlatformApprovalDesk::withdraw),
                "withdraw",
                "Take back what you asked for.");
    }

    private static CommandLine named(ApprovalStepTask task, String name, String purpose) {
        CommandLine command = new CommandLine(task);
        command.setCommandName(name);
        UsageMessageSpec page = command.getCommandSpec().usageMessage();
        page.description(purpose);
        page.footer(
                "",
                "@|bold Examples|@",
                "  lapwing admin approval " + name + " 4f1d0a77c2b9e835",
                "  lapwing admin approval " + name + " dev-nonce-reset.70B3D57ED0000001");
        return command;
    }

    @Override
    ExitCode run(Platform platform, Actor actor) {
        Principal who = Principal.local(actor.name());
        PlatformApprovalDesk desk = platform.approvalDesk();
        ApprovalView taken = step.take(desk, who, id);
        ApprovalView view =
                taken.job()
                        .map(job -> {
                            desk.await(job);
                            return desk.find(who, id);
                        })
                        .orElse(taken);
        ExitCode done = answer(view, terminal -> write(view, terminal));
        return view.state().equals("failed") ? ExitCode.FAILED : done;
    }

    static void write(ApprovalView one, Terminal terminal) {
        terminal.heading(one.step() + " of " + one.object() + ", " + one.state());
        terminal.line("  id        " + one.id());
        terminal.line("  by        " + one.askedBy() + ", " + one.askedAt());
        terminal.line("  reason    " + one.reason());
        one.until().ifPresent(at -> terminal.line("  until     " + at));
        one.decidedBy().ifPresent(who -> terminal.line("  decided   " + who));
        one.job().ifPresent(job -> terminal.line("  job       " + job));
        one.result().ifPresent(what -> terminal.line("  result    " + what));
        one.happens().forEach(sentence -> terminal.line("  - " + sentence));
    }
}
