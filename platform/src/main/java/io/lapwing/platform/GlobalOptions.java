package io.lapwing.platform;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The top of the command line: the options that every command takes, before or after the command's name.
@Command(name = "lapwing")
final class GlobalOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = {
                "Where the store, the vault's files and the certificates live.",
                "Else LAPWING_DATA; else /var/lib/lapwing for root, ~/.local/share/lapwing for others."
            })
    private @Nullable Path data;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description =
                    "The configuration (TOML). Else lapwing.toml in the data folder, if there.")
    private @Nullable Path config;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Write the result as one JSON document on standard output.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "No progress, only results and errors.")
    private boolean quiet;

    @Option(
            names = "--no-color",
            scope = ScopeType.INHERIT,
            description = "Plain text. Also with NO_COLOR set, and when the output is no terminal.")
    private boolean noColour;

    Optional<Path> data() {
        return Optional.ofNullable(data);
    }

    Optional<Path> config() {
        return Optional.ofNullable(config);
    }

    boolean json() {
        return json;
    }

    boolean quiet() {
        return quiet;
    }

    boolean colour() {
        return !noColour;
    }
}
