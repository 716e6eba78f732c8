package io.lapwing.platform;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Says which Lapwing this is.
@Command(name = "version", description = "Say which Lapwing this is, and on which Java and system.")
final class VersionCommand implements Callable<Integer> {
    private final Context context;

    VersionCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        context.terminal()
                .line(
                        "lapwing %s (Java %s, %s %s)"
                                .formatted(
                                        number(),
                                        Runtime.version(),
                                        System.getProperty("os.name"),
                                        System.getProperty("os.arch")));
        return ExitCode.DONE.number();
    }

    /// The version in the jar's manifest; classes that run from a folder have none.
    static String number() {
        String number = Main.class.getPackage().getImplementationVersion();
        return number == null ? "unpackaged" : number;
    }
}
