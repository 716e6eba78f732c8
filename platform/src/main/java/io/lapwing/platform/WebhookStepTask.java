package io.lapwing.platform;

import io.lapwing.kms.Actor;
import io.lapwing.service.events.Webhooks;
import io.lapwing.service.people.Principal;
import java.util.OptionalLong;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Pauses, resumes or removes a webhook.
@Command
final class WebhookStepTask extends AdminTask {
    @Parameters(paramLabel = "ID", description = "Which: see admin webhook list.")
    private String id = "";

    private final Step step;

    private WebhookStepTask(Context context, Step step) {
        super(context);
        this.step = step;
    }

    private interface Step {
        Webhooks.Seen take(Webhooks webhooks, Principal who, String id);
    }

    static CommandLine show(Context context) {
        return named(
                new WebhookStepTask(context, Webhooks::find),
                "show",
                "Show a webhook, and why nothing gets through.");
    }

    static CommandLine pause(Context context) {
        return named(
                new WebhookStepTask(context, Webhooks::pause),
                "pause",
                "Let events wait for a webhook until it is resumed.");
    }

    static CommandLine resume(Context context) {
        return named(
                new WebhookStepTask(context, Webhooks::resume),
                "resume",
                "Deliver again, what waited first.");
    }

    static CommandLine remove(Context context) {
        return named(
                new WebhookStepTask(
                        context,
                        (webhooks, who, id) -> {
                            Webhooks.Seen seen = webhooks.find(who, id);
                            webhooks.remove(who, id, OptionalLong.empty());
                            return seen;
                        }),
                "remove",
                "Post to this address no more.");
    }

    private static CommandLine named(WebhookStepTask task, String name, String purpose) {
        CommandLine command = new CommandLine(task);
        command.setCommandName(name);
        command.getCommandSpec()
                .usageMessage()
                .description(purpose)
                .footer(
                        "",
                        "@|bold Example|@",
                        "  lapwing admin webhook " + name + " 019a3f5c2e8001020304");
        return command;
    }

    @Override
    ExitCode run(Platform platform, Actor actor) {
        Webhooks.Seen seen =
                step.take(platform.messengers().webhooks(), Principal.local(actor.name()), id);
        WebhookView view = WebhookView.of(seen);
        return answer(view, view::write);
    }
}
