package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.kms.Actor;
import io.lapwing.kms.NonceReplay;
import io.lapwing.service.Json;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `admin restore`.
@Command(
        name = "restore",
        description = {
            "Take a backup back, while the platform is stopped.",
            "",
            "A backup has forgotten the nonces used since. Give the newer audit records with --audit-tail, and every join"
                    + " they tell of stays used; without them say with --accept-gap how often one device may have joined"
                    + " since: counters rise by that much, and devices with random DevNonces (up to 1.0.3) wait for their"
                    + " owner's approval. The store that is there is moved aside, not deleted."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  lapwing admin restore sunday.backup --audit-tail since-sunday.jsonl",
            "  lapwing admin restore sunday.backup --accept-gap 200"
        })
final class RestoreCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(index = "0", paramLabel = "FILE", description = "What admin backup wrote.")
    private Path backup = Path.of("");

    @Option(
            names = "--audit-tail",
            paramLabel = "FILE",
            description = "An export of the audit log from the backup's end, or from before, on.")
    private @Nullable Path tail;

    @Option(
            names = "--accept-gap",
            paramLabel = "N",
            description = "Joins of one device that the backup may miss, 1 to 10000.")
    private @Nullable Integer gap;

    @Option(names = "--replace", description = "Even in the place of a store that opens.")
    private boolean replace;

    RestoreCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (context.insideRunning()) {
            throw new Fault(Fault.Kind.CONFLICT, "the platform runs: stop it before a restore");
        }
        Terminal terminal = context.terminal();
        Restoration.Restored restored =
                new Restoration(
                                new DataFolder(context.dataFolder()),
                                context.config(),
                                context.surroundings().environment(),
                                terminal)
                        .run(
                                Actor.operator(context.surroundings().user()),
                                new Restoration.Order(
                                        context.file(backup),
                                        Optional.ofNullable(tail).map(context::file),
                                        Optional.ofNullable(gap),
                                        replace));
        if (context.json()) {
            terminal.line(Json.strict().build().pretty(restored));
        } else {
            write(terminal, restored);
        }
        return ExitCode.DONE.number();
    }

    private static void write(Terminal terminal, Restoration.Restored restored) {
        terminal.line("restored, and accepted by the vault: %,d lines".formatted(restored.lines()));
        restored.aside().ifPresent(path -> terminal.line("  the store before: " + path));
        restored.replayed().ifPresent(told -> write(terminal, told));
        restored.raised()
                .ifPresent(
                        count -> terminal.line("  counters raised: %,d devices".formatted(count)));
    }

    private static void write(Terminal terminal, NonceReplay.Replayed told) {
        terminal.line(
                "  from the audit tail: %,d joins, %,d steps of devices"
                        .formatted(told.joins(), told.steps()));
        if (told.lost() > 0) {
            terminal.line(
                    "  %,d other changes are in the audit log and not in the store:"
                            .formatted(told.lost()));
            told.listed().forEach(change -> terminal.line("    " + change));
        }
    }
}
