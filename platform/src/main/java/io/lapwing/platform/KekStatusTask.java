package io.lapwing.platform;

import io.lapwing.kms.Actor;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;

/// `admin kek status`.
@Command(
        name = "status",
        description =
                "Show the newest version of the vault key, and how many rows are under an older one.",
        footer = {"", "@|bold Example|@", "  lapwing admin kek status"})
final class KekStatusTask extends AdminTask {
    KekStatusTask(Context context) {
        super(context);
    }

    /// How the vault key stands.
    ///
    /// @param behind rows by kind with a key under an older version
    record Status(int version, Map<String, Long> behind) {}

    @Override
    ExitCode run(Platform platform, Actor actor) {
        Status status =
                new Status(
                        platform.vault().status().keyVersion(),
                        new TreeMap<>(platform.kms().rotation().behind()));
        return answer(
                status,
                terminal -> {
                    terminal.line("vault key version " + status.version());
                    status.behind()
                            .forEach((kind, rows) ->
                                    terminal.line(
                                            "  rows under an older version, %s: %,d"
                                                    .formatted(kind, rows)));
                });
    }
}
