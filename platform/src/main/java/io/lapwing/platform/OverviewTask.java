package io.lapwing.platform;

import io.lapwing.console.Desks;
import io.lapwing.console.OverviewDesk;
import io.lapwing.service.people.Principal;
import picocli.CommandLine.Command;

/// `admin overview`.
@Command(
        name = "overview",
        description = {
            "Show the whole at one look, as the console does: devices by state, joins, health, alarms, certificates that end.",
            "",
            "Joins a minute are those that the running platform has seen in the last hour."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  lapwing admin overview",
            "  lapwing admin overview --json"
        })
final class OverviewTask extends DeskTask {
    private static final int SHOWN_MINUTES = 5;

    OverviewTask(Context context) {
        super(context);
    }

    @Override
    ExitCode run(Desks desks, Principal who) {
        OverviewDesk.Overview overview = desks.overview().overview(who);
        return answer(overview, terminal -> write(overview, terminal));
    }

    private static void write(OverviewDesk.Overview overview, Terminal terminal) {
        terminal.heading("devices");
        overview.devices()
                .forEach((state, count) -> terminal.line("  %-14s%,d".formatted(state, count)));
        terminal.heading("joins");
        int from = Math.max(0, overview.joins().size() - SHOWN_MINUTES);
        for (OverviewDesk.Minute minute : overview.joins().subList(from, overview.joins().size())) {
            terminal.line(
                    "  %s  %,d accepted, %,d refused"
                            .formatted(minute.at(), minute.accepted(), minute.refused()));
        }
        terminal.heading("health");
        for (OverviewDesk.Part part : overview.parts()) {
            String line = part.name() + ": " + part.detail();
            part.problem()
                    .ifPresentOrElse(
                            problem -> terminal.bad(line + ": " + problem),
                            () -> terminal.good(line));
        }
        for (OverviewDesk.Alarm alarm : overview.alarms()) {
            terminal.bad(alarm.severity() + ", " + alarm.object() + ": " + alarm.what());
        }
        for (OverviewDesk.Expiring one : overview.certificates()) {
            terminal.line(
                    "  ends in %d days: %s, %s".formatted(one.days(), one.name(), one.until()));
        }
        if (overview.waiting() > 0) {
            terminal.note(overview.waiting() + " steps wait for a second person");
        }
    }
}
