package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.kms.Actor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `admin kek destroy`.
@Command(
        name = "destroy",
        description = {
            "Destroy an older version of the vault key, for good.",
            "",
            "Refused while a row needs it. Backups from before the rotation lose every key under it."
        },
        footer = {"", "@|bold Example|@", "  lapwing admin kek destroy 1 --yes"})
final class KekDestroyTask extends AdminTask {
    @Parameters(index = "0", paramLabel = "VERSION", description = "Which version.")
    private int version;

    @Option(names = "--yes", description = "Do it.")
    private boolean yes;

    KekDestroyTask(Context context) {
        super(context);
    }

    /// What was destroyed.
    record Destroyed(int version) {}

    @Override
    ExitCode run(Platform platform, Actor actor) {
        if (!yes) {
            throw Fault.badInput(
                    "vault key version "
                            + version
                            + " and every backup that needs it would be lost for good: --yes does it");
        }
        platform.kms().rotation().destroy(actor, version);
        return answer(
                new Destroyed(version),
                terminal -> terminal.line("vault key version " + version + " is destroyed"));
    }
}
