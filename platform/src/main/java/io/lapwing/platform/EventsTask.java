package io.lapwing.platform;

import io.lapwing.console.EventDesk;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.kms.Actor;
import io.lapwing.service.Json;
import io.lapwing.service.people.Principal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `admin events`.
@Command(
        name = "events",
        description = {
            "Show what happened, oldest first, or what happens as it happens.",
            "",
            "With --json each event is a JSON document of one line. Ctrl-C ends --follow."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  lapwing admin events --limit 100",
            "  lapwing admin events --follow --type join. --json"
        })
final class EventsTask extends AdminTask {
    /// How long it waits in silence before it looks whether the caller is still there.
    private static final Duration QUIET = Duration.ofSeconds(2);

    private static final int MAX_LIMIT = 1_000;

    @Option(
            names = "--follow",
            description = "From now on, until Ctrl-C; needs a running platform.")
    private boolean follow;

    @Option(
            names = "--after",
            paramLabel = "INDEX",
            description = "Those after this one. Without, the last records, or with --follow none.")
    private @Nullable Long after;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Audit records to look at, 1 to 1000: 50.")
    private int limit = 50;

    @Option(names = "--type", paramLabel = "TYPE", description = "Beginning of a type: join.")
    private String type = "";

    private final Json json = Json.strict().build();

    EventsTask(Context context) {
        super(context);
    }

    @Override
    ExitCode run(Platform platform, Actor actor) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw Fault.badInput("--limit " + limit + ": want 1 to " + MAX_LIMIT);
        }
        EventDesk desk = new PlatformEventDesk(platform.messengers().feed());
        Principal who = Principal.local(actor.name());
        long from = from(desk);
        if (!follow) {
            write(desk.after(who, from, limit));
            return ExitCode.DONE;
        }
        if (!context().insideRunning()) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "nothing happens while no platform runs on this folder: start lapwing up");
        }
        follow(desk, who, from);
        return ExitCode.DONE;
    }

    private long from(EventDesk desk) {
        if (after != null) {
            return after;
        }
        return follow ? desk.newest() : Math.max(-1, desk.newest() - limit);
    }

    /// Until the caller is gone: every wait ends with a flush, which finds that out.
    private void follow(EventDesk desk, Principal who, long from) {
        PrintWriter out = context().surroundings().out();
        long last = from;
        try {
            while (!out.checkError()) {
                EventDesk.Batch batch = desk.after(who, last, MAX_LIMIT);
                write(batch);
                last = batch.last();
                desk.await(last, QUIET);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(EventDesk.Batch batch) {
        batch.events().stream()
                .filter(event -> event.type().startsWith(type))
                .map(context().json() ? this::document : EventsTask::text)
                .forEach(terminal()::line);
    }

    private String document(EventDesk.EventView event) {
        Bytes octets = json.write(event);
        return new String(octets.toArray(), StandardCharsets.UTF_8);
    }

    private static String text(EventDesk.EventView event) {
        return "%d  %s  %s  %s  %s  %s"
                .formatted(
                        event.index(),
                        event.at(),
                        event.type(),
                        event.object(),
                        event.actor(),
                        event.details().entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(detail -> detail.getKey() + "=" + detail.getValue())
                                .collect(Collectors.joining(" ")));
    }
}
