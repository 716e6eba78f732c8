package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.kms.Actor;
import io.lapwing.kms.DeviceExport;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `admin device export`.
@Command(
        name = "export",
        description = {
            "Write what is known of devices, without keys.",
            "",
            "As JSON Lines, or as CSV (--csv); to standard output, or to a new file (--out)."
        },
        footer = {
            "",
            "@|bold Example|@",
            "  lapwing admin device export --csv --state active --out active.csv"
        })
final class DeviceExportTask extends AdminTask {
    @Mixin private DeviceFilter filter = new DeviceFilter();

    @Option(names = "--csv", description = "RFC 4180 with a header.")
    private boolean csv;

    @Option(names = "--json-lines", description = "One JSON object a line: so it is without --csv.")
    private boolean jsonLines;

    @Option(names = "--out", paramLabel = "FILE", description = "A new file to write to.")
    private @Nullable Path out;

    DeviceExportTask(Context context) {
        super(context);
    }

    /// What was written.
    record Exported(long devices, String file) {}

    @Override
    ExitCode run(Platform platform, Actor actor) {
        if (csv && jsonLines) {
            throw Fault.badInput("--csv and --json-lines: want one of them");
        }
        DeviceExport export = platform.kms().export();
        DeviceExport.Format format = csv ? DeviceExport.Format.CSV : DeviceExport.Format.JSON_LINES;
        if (out == null) {
            export.write(filter.query(), format, context().surroundings().out());
            context().surroundings().out().flush();
            return ExitCode.DONE;
        }
        Path target = file(out);
        long devices;
        try (Writer writer = Files.newBufferedWriter(target, NewFile.OPTIONS)) {
            devices = export.write(filter.query(), format, writer);
        } catch (IOException e) {
            throw NewFile.refused(target, e);
        }
        return answer(
                new Exported(devices, target.toString()),
                terminal -> terminal.line("%,d devices in %s".formatted(devices, target)));
    }
}
