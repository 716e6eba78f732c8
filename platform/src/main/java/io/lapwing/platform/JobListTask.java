package io.lapwing.platform;

import io.lapwing.console.JobDesk;
import io.lapwing.console.Page;
import io.lapwing.crypto.Fault;
import io.lapwing.kms.Actor;
import io.lapwing.service.people.Principal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `admin job list`.
@Command(
        name = "list",
        description = "List jobs and how far they are, newest first.",
        footer = {
            "",
            "@|bold Examples|@",
            "  lapwing admin job list",
            "  lapwing admin job list --limit 100 --json"
        })
final class JobListTask extends AdminTask {
    @Option(names = "--limit", paramLabel = "N", description = "How many, 1 to 1000: 20.")
    private int limit = 20;

    @Option(
            names = "--after",
            paramLabel = "ID",
            description = "Go on after this one: what next said.")
    private @Nullable String after;

    JobListTask(Context context) {
        super(context);
    }

    /// What is answered.
    ///
    /// @param next for `--after`; empty at the end
    record Listed(List<JobDesk.JobView> jobs, Optional<String> next) {}

    @Override
    ExitCode run(Platform platform, Actor actor) {
        if (limit < 1 || limit > Page.MAX_ITEMS) {
            throw Fault.badInput("--limit " + limit + ": want 1 to " + Page.MAX_ITEMS);
        }
        Page<JobDesk.JobView> page =
                new PlatformJobDesk(platform)
                        .page(Principal.local(actor.name()), Optional.ofNullable(after), limit);
        return answer(
                new Listed(page.items(), page.next()),
                terminal -> {
                    terminal.table(table(page.items()));
                    page.next().ifPresent(id -> terminal.note("more: --after " + id));
                });
    }

    private static TextTable table(List<JobDesk.JobView> jobs) {
        TextTable table = new TextTable("id", "work", "state", "done", "failed", "started by");
        for (JobDesk.JobView job : jobs) {
            table.row(job.id(), job.work(), job.state(), done(job), job.failed(), job.startedBy());
        }
        return table;
    }

    /// `3 of 10`.
    static String done(JobDesk.JobView job) {
        return job.done() + job.total().map(total -> " of " + total).orElse("");
    }
}
