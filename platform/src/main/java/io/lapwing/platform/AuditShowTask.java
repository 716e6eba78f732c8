package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.kms.Actor;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.AuditLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `admin audit show`.
@Command(
        name = "show",
        description = {
            "Show audit records: the newest, or from an index on.",
            "With an object, an action or an actor only those to which all of it applies."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  lapwing admin audit show --limit 50",
            "  lapwing admin audit show --from 1200 --json",
            "  lapwing admin audit show --object 70B3D57ED0000001 --action join."
        })
final class AuditShowTask extends AdminTask {
    private static final int MOST = 1000;

    @Option(names = "--from", paramLabel = "INDEX", description = "The first record, from 0.")
    private @Nullable Long from;

    @Option(names = "--limit", paramLabel = "N", description = "How many, 1 to 1000: 20.")
    private int limit = 20;

    @Option(names = "--object", paramLabel = "NAME", description = "Exactly: a DevEUI, a label.")
    private @Nullable String object;

    @Option(
            names = "--action",
            paramLabel = "BEGINNING",
            description = "How the action begins: device.")
    private @Nullable String action;

    @Option(
            names = "--actor",
            paramLabel = "BEGINNING",
            description = "How the actor begins: user:anna.")
    private @Nullable String actor;

    AuditShowTask(Context context) {
        super(context);
    }

    /// Records.
    record Shown(List<Line> records) {}

    /// One record.
    record Line(
            long index,
            String at,
            String actor,
            String action,
            String object,
            String outcome,
            Map<String, String> details) {
        static Line of(AuditLog.AuditRecord record) {
            AuditEvent event = record.event();
            return new Line(
                    record.index(),
                    event.at().toString(),
                    event.actor(),
                    event.action(),
                    event.object(),
                    event.outcome(),
                    event.details());
        }
    }

    @Override
    ExitCode run(Platform platform, Actor administrator) {
        if (limit < 1 || limit > MOST) {
            throw Fault.badInput("--limit " + limit + ": want 1 to " + MOST);
        }
        if (from != null && from < 0) {
            throw Fault.badInput("--from " + from + ": want 0 or more");
        }
        AuditLog log = platform.store().audit();
        AuditSearch search =
                new AuditSearch(
                        Optional.ofNullable(object),
                        Optional.ofNullable(action),
                        Optional.ofNullable(actor));
        List<Line> lines =
                (from == null ? search.newest(log, limit) : search.from(log, from, limit))
                        .stream().map(Line::of).toList();
        return answer(new Shown(lines), terminal -> terminal.table(table(lines)));
    }

    private static TextTable table(List<Line> lines) {
        TextTable table =
                new TextTable("index", "at", "actor", "action", "object", "outcome", "details");
        for (Line line : lines) {
            table.row(
                    line.index(),
                    line.at().substring(0, "2026-01-01T00:00:00".length()),
                    line.actor(),
                    line.action(),
                    line.object(),
                    line.outcome(),
                    line.details().entrySet().stream()
                            .map(detail -> detail.getKey() + "=" + detail.getValue())
                            .collect(Collectors.joining(" ")));
        }
        return table;
    }
}
