package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.kms.Actor;
import io.lapwing.service.AuditEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `admin backup`.
@Command(
        name = "backup",
        description = {
            "Copy the store into one new file, while the platform runs or not.",
            "",
            "No key in it opens without the vault: back the vault up too, and keep the two apart."
        },
        footer = {"", "@|bold Example|@", "  lapwing admin backup /backups/sunday.backup"})
final class BackupTask extends AdminTask {
    @Parameters(index = "0", paramLabel = "FILE", description = "A new file.")
    private Path target = Path.of("");

    BackupTask(Context context) {
        super(context);
    }

    /// What was written.
    ///
    /// @param auditRecords how many are in it: where an audit tail begins
    record Saved(String file, long bytes, long auditRecords) {}

    @Override
    ExitCode run(Platform platform, Actor actor) {
        Path file = file(target);
        if (Files.exists(file)) {
            throw new Fault(Fault.Kind.CONFLICT, file + " exists: name a new file");
        }
        // Recorded first, so that a backup knows of itself and may be taken back without a gap.
        long index =
                platform.store()
                        .record(
                                new AuditEvent(
                                        Instant.now(),
                                        actor.toString(),
                                        "store.backup",
                                        platform.config().instance(),
                                        "done",
                                        new TreeMap<>()));
        platform.anchors().backup(file);
        Saved saved = new Saved(file.toString(), size(file), index + 1);
        return answer(
                saved,
                terminal -> {
                    terminal.line("%s, %,d bytes".formatted(saved.file(), saved.bytes()));
                    terminal.note(
                            "the audit tail of it: lapwing admin audit export --from "
                                    + saved.auditRecords());
                });
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, file + " cannot be read back", e);
        }
    }
}
