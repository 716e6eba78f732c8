package io.lapwing.platform;

import io.lapwing.console.ApprovalDesk;
import io.lapwing.kms.Actor;
import io.lapwing.service.people.Principal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `admin approval file`.
@Command(
        name = "file",
        description = {
            "Write the file that was approved for you: exported devices, copies for a station.",
            "",
            "As JSON Lines, or as CSV (--csv)."
        },
        footer = {
            "",
            "@|bold Example|@",
            "  lapwing admin approval file 4f1d0a77c2b9e835 --csv --out active.csv"
        })
final class ApprovalFileTask extends AdminTask {
    @Parameters(paramLabel = "ID", description = "Which: see admin approval list.")
    private String id = "";

    @Option(names = "--csv", description = "RFC 4180 with a header.")
    private boolean csv;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "A new file to write to.")
    private Path out = Path.of("");

    ApprovalFileTask(Context context) {
        super(context);
    }

    /// What was written.
    record Written(String file) {}

    @Override
    ExitCode run(Platform platform, Actor actor) {
        ApprovalDesk.Download download =
                platform.approvalDesk()
                        .download(Principal.local(actor.name()), id, csv ? "csv" : "jsonl");
        Path target = file(out);
        try (OutputStream stream = Files.newOutputStream(target, NewFile.OPTIONS)) {
            download.content().writeTo(stream);
        } catch (IOException e) {
            throw NewFile.refused(target, e);
        }
        return answer(new Written(target.toString()), terminal -> terminal.line("in " + target));
    }
}
