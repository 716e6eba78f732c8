package io.lapwing.platform;

import io.lapwing.kms.Actor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
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
    /// @param versions all numbers so far, newest first
    /// @param rotation the job that rotates, where one runs: see its progress with admin job show
    record Status(
            int version,
            List<Integer> versions,
            Map<String, Long> behind,
            Optional<String> rotation) {}

    @Override
    ExitCode run(Platform platform, Actor actor) {
        int newest = platform.vault().status().keyVersion();
        Status status =
                new Status(
                        newest,
                        IntStream.rangeClosed(1, newest).boxed().toList().reversed(),
                        new TreeMap<>(platform.kms().rotation().behind()),
                        new RotationJobs(platform, platform.messengers().jobs()).running());
        return answer(
                status,
                terminal -> {
                    terminal.line("vault key version " + status.version());
                    status.behind()
                            .forEach((kind, rows) ->
                                    terminal.line(
                                            "  rows under an older version, %s: %,d"
                                                    .formatted(kind, rows)));
                    status.rotation()
                            .ifPresent(
                                    id -> terminal.note("a rotation runs: admin job show " + id));
                });
    }
}
