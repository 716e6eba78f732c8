package io.lapwing.platform;

import io.lapwing.console.ApprovalDesk;
import io.lapwing.kms.Actor;
import io.lapwing.service.people.Principal;
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

    @Override
    ExitCode run(Platform platform, Actor actor) {
        ApprovalDesk.Download download =
                platform.approvalDesk()
                        .download(Principal.local(actor.name()), id, csv ? "csv" : "jsonl");
        Path target = file(out);
        NewFile.Written written =
                NewFile.write(
                        target,
                        out -> {
                            download.content().writeTo(out);
                            return new NewFile.Written(target.toString());
                        });
        return answer(written, terminal -> terminal.line("in " + target));
    }
}
