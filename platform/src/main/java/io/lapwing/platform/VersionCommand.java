package io.lapwing.platform;

import io.lapwing.service.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Says which Lapwing this is.
@Command(
        name = "version",
        description = "Say which Lapwing this is, and on which Java and system.",
        footer = {"", "@|bold Example|@", "  lapwing version --json"})
final class VersionCommand implements Callable<Integer> {
    private final Context context;

    VersionCommand(Context context) {
        this.context = context;
    }

    /// What it says, as JSON.
    record Version(String lapwing, String java, String system) {}

    @Override
    public Integer call() {
        Version version =
                new Version(
                        number(),
                        Runtime.version().toString(),
                        System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        context.terminal()
                .line(
                        context.json()
                                ? Json.strict().build().pretty(version)
                                : "lapwing %s (Java %s, %s)"
                                        .formatted(
                                                version.lapwing(),
                                                version.java(),
                                                version.system()));
        return ExitCode.DONE.number();
    }

    /// The version in the jar's manifest; classes that run from a folder have none.
    static String number() {
        String number = Main.class.getPackage().getImplementationVersion();
        return number == null ? "unpackaged" : number;
    }
}
