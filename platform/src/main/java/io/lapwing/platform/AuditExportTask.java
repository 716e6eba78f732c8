package io.lapwing.platform;

import io.lapwing.kms.Actor;
import io.lapwing.service.AuditExport;
import io.lapwing.service.AuditLog;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `admin audit export`.
@Command(
        name = "export",
        description = {
            "Write the audit log as JSON Lines, with its signed heads, to a new file.",
            "",
            "It can be checked anywhere with the signing key (admin audit key), and after a restore it gives back what the"
                    + " backup has forgotten."
        },
        footer = {
            "",
            "@|bold Example|@",
            "  lapwing admin audit export --from 1200 --out since-sunday.jsonl"
        })
final class AuditExportTask extends AdminTask {
    @Option(names = "--from", paramLabel = "INDEX", description = "The first record: 0.")
    private long from;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "A new file.")
    private Path out = Path.of("");

    AuditExportTask(Context context) {
        super(context);
    }

    /// What was written.
    record Exported(String file, long from, long size, String root) {}

    @Override
    ExitCode run(Platform platform, Actor actor) {
        Path target = file(out);
        AuditLog log = platform.store().audit();
        AuditLog.Head head = NewFile.write(target, out -> export(log, out));
        Exported exported = new Exported(target.toString(), from, head.size(), head.root().toHex());
        return answer(
                exported,
                terminal ->
                        terminal.line(
                                "records %,d to %,d in %s, root %s"
                                        .formatted(
                                                from, head.size() - 1, target, exported.root())));
    }

    private AuditLog.Head export(AuditLog log, OutputStream out) throws IOException {
        try (Progress progress = terminal().progress("records", log.head().size())) {
            return new AuditExport(log, out).write(from, progress::at);
        }
    }
}
