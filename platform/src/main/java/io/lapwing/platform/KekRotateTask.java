package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.kms.Actor;
import io.lapwing.kms.KeyRotation;
import io.lapwing.kms.Pace;
import io.lapwing.service.AuditEvent;
import java.time.Instant;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `admin kek rotate`.
@Command(
        name = "rotate",
        description = {
            "Make the next version of the vault key, and wrap every key again under it.",
            "",
            "Joins go on meanwhile. Stopped or killed, it goes on where it was when it is run again: while rows are under"
                    + " an older version, no further version is made. A token wants its rotation secret for this."
        },
        footer = {"", "@|bold Example|@", "  lapwing admin kek rotate --rows-per-second 2000"})
final class KekRotateTask extends AdminTask {
    @Option(
            names = "--rows-per-second",
            paramLabel = "N",
            description = "At most so fast; as fast as it goes without.")
    private @Nullable Integer rowsPerSecond;

    KekRotateTask(Context context) {
        super(context);
    }

    /// What became of it.
    ///
    /// @param rewrapped rows wrapped again, in all runs
    record Rotated(int version, long rewrapped, boolean resumed) {}

    @Override
    ExitCode run(Platform platform, Actor actor) {
        boolean resumed = platform.kms().rotation().unfinished();
        if (resumed) {
            terminal()
                    .note(
                            "going on with the rotation to version "
                                    + platform.vault().status().keyVersion());
        }
        Pace pace = rowsPerSecond == null ? Pace.FULL : new Pace(rowsPerSecond);
        KeyRotation.Outcome outcome;
        try (Progress progress = terminal().progress("rows", 0)) {
            outcome =
                    rotate(
                            platform,
                            actor,
                            pace,
                            state -> {
                                progress.at(state.done());
                                return true;
                            });
        }
        return switch (outcome) {
            case KeyRotation.Outcome.Finished finished -> finished(finished, resumed);
            case KeyRotation.Outcome.Stopped _ ->
                    throw new Fault(
                            Fault.Kind.UNAVAILABLE,
                            "the rotation was stopped: run it again, it goes on where it was");
        };
    }

    /// Goes on with a rotation that was begun, or begins the next one. Blocks.
    ///
    /// @param listener as [KeyRotation#run] wants it
    static KeyRotation.Outcome rotate(
            Platform platform,
            Actor actor,
            Pace pace,
            Predicate<io.lapwing.kms.Progress> listener) {
        KeyRotation rotation = platform.kms().rotation();
        if (!rotation.unfinished()) {
            platform.store().record(event(actor, platform.vault().rotate()));
        }
        return rotation.run(actor, pace, listener);
    }

    private ExitCode finished(KeyRotation.Outcome.Finished finished, boolean resumed) {
        return answer(
                new Rotated(finished.target(), finished.rewrapped(), resumed),
                terminal ->
                        terminal.line(
                                "every key is under vault key version %d, %,d rows wrapped again"
                                        .formatted(finished.target(), finished.rewrapped())));
    }

    private static AuditEvent event(Actor actor, int version) {
        return new AuditEvent(
                Instant.now(),
                actor.toString(),
                "vault-key.rotate",
                "version-" + version,
                "done",
                new TreeMap<>());
    }
}
