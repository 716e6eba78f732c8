package io.lapwing.platform;

import io.lapwing.console.Desks;
import io.lapwing.console.TrustDesk;
import io.lapwing.service.people.Principal;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/// `admin trust status`.
@Command(
        name = "status",
        description =
                "Show how the Central Entity stands: radio, keys, list epoch, translations, refusals by word.",
        footer = {"", "@|bold Example|@", "  lapwing admin trust status --json"})
final class TrustStatusTask extends DeskTask {
    TrustStatusTask(Context context) {
        super(context);
    }

    @Override
    ExitCode run(Desks desks, Principal who) {
        TrustDesk.Environment environment = desks.trust().environment(who);
        return answer(environment, terminal -> write(environment, terminal));
    }

    private static void write(TrustDesk.Environment environment, Terminal terminal) {
        environment
                .central()
                .ifPresentOrElse(
                        central -> write(central, terminal),
                        () -> {
                            terminal.line("no Central Entity here");
                            terminal.note("next: lapwing help central");
                        });
    }

    private static void write(TrustDesk.Central central, Terminal terminal) {
        terminal.heading(
                "Central Entity of %s, SF%d, profile %s"
                        .formatted(central.medium(), central.spreadingFactor(), central.profile()));
        row(
                terminal,
                "keys",
                central.keys() + central.problem().map(", not working: "::concat).orElse(""));
        row(
                terminal,
                "radio",
                central.served() ? central.radioProblem().orElse("works") : "not served now");
        central.standing().ifPresent(standing -> write(standing, terminal));
        TrustDesk.Traffic traffic = central.traffic();
        row(
                terminal,
                "messages",
                "%,d received, %,d delivered, %,d lost, %,d crowded out, %,d put off"
                        .formatted(
                                traffic.received(),
                                traffic.delivered(),
                                traffic.lost(),
                                traffic.crowdedOut(),
                                traffic.putOff()));
    }

    private static void write(TrustDesk.Standing standing, Terminal terminal) {
        row(
                terminal,
                "list",
                "epoch %,d, %,d trusted".formatted(standing.epoch(), standing.trusted()));
        row(terminal, "translations", "%,d".formatted(standing.translations()));
        row(
                terminal,
                "refusals",
                standing.refusals().isEmpty()
                        ? "none"
                        : standing.refusals().entrySet().stream()
                                .map(TrustStatusTask::text)
                                .collect(Collectors.joining(", ")));
    }

    private static String text(Map.Entry<String, Long> refusal) {
        return "%,d %s".formatted(refusal.getValue(), refusal.getKey());
    }

    private static void row(Terminal terminal, String name, String value) {
        terminal.line("  %-14s%s".formatted(name, value));
    }
}
