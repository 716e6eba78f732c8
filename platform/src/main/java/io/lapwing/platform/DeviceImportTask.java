package io.lapwing.platform;

import io.lapwing.kms.Actor;
import io.lapwing.kms.DeviceImport;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `admin device import`.
@Command(
        name = "import",
        description = {
            "Take a file of devices whose root keys are sealed: CSV with a header, or JSON Lines.",
            "",
            "Fields: devEui, joinEui, macVersion, appKey, nwkKey (JWE); and, where wanted, claim, netId, nsId, owner,"
                    + " appSKey, applicationServer, networkServerKey, applicationServerKey, labels. Stopped or killed, it"
                    + " goes on where it was when the same file is given again. Refused rows go to a list."
        },
        footer = {
            "",
            "@|bold Example|@",
            "  lapwing admin device import devices.csv --refused refused.csv --threads 4"
        })
final class DeviceImportTask extends AdminTask {
    @Parameters(index = "0", paramLabel = "FILE", description = "The file.")
    private Path file = Path.of("");

    @Option(
            names = "--refused",
            paramLabel = "FILE",
            description = "Where refused rows are listed (CSV): FILE.refused.csv.")
    private @Nullable Path refused;

    @Option(names = "--threads", paramLabel = "N", description = "That open keys, 1 to 64: 2.")
    private int threads = 2;

    DeviceImportTask(Context context) {
        super(context);
    }

    /// What the import came to.
    record Imported(
            long imported,
            long known,
            long refused,
            Optional<String> refusedList,
            boolean resumed,
            double seconds) {}

    @Override
    ExitCode run(Platform platform, Actor actor) {
        Path from = file(file);
        Path list =
                refused == null
                        ? from.resolveSibling(from.getFileName() + ".refused.csv")
                        : file(refused);
        DeviceImport.Summary summary;
        try (Progress progress = terminal().progress("devices", 0)) {
            summary =
                    platform.kms()
                            .imports()
                            .run(
                                    actor,
                                    new DeviceImport.Order(from, list, threads),
                                    state -> progress.at(state.done()));
        }
        answer(
                new Imported(
                        summary.imported(),
                        summary.known(),
                        summary.refused(),
                        Optional.of(list.toString()).filter(_ -> summary.refused() > 0),
                        summary.resumed(),
                        summary.took().toMillis() / 1000.0),
                terminal -> {
                    terminal.line(
                            "%,d imported, %,d known already, %,d refused"
                                    .formatted(
                                            summary.imported(),
                                            summary.known(),
                                            summary.refused()));
                    if (summary.refused() > 0) {
                        terminal.line("refused rows: " + list);
                    }
                });
        return summary.refused() == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }
}
