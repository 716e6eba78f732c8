package io.lapwing.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What every command is given: where it runs, what the global options say, and the terminal.
final class Context {
    private final Surroundings surroundings;
    private final GlobalOptions options;

    Context(Surroundings surroundings, GlobalOptions options) {
        this.surroundings = surroundings;
        this.options = options;
    }

    /// Where results and progress are written. Not before the command line is parsed.
    Terminal terminal() {
        boolean colour = options.colour() && Terminal.takesColour(surroundings.environment());
        return new Terminal(
                surroundings.out(),
                surroundings.err(),
                Terminal.columns(surroundings.environment()),
                colour,
                options.quiet());
    }

    /// Whether the result goes to standard output as JSON.
    boolean json() {
        return options.json();
    }

    /// The folder that holds the store, the vault's files and the certificates.
    Path dataFolder() {
        return options.data()
                .map(surroundings.folder()::resolve)
                .orElseGet(surroundings::dataFolder);
    }

    /// The configuration file: what `--config` says, else `lapwing.toml` in the data folder where it exists.
    Optional<Path> configFile() {
        return options.config()
                .map(surroundings.folder()::resolve)
                .or(() ->
                        Optional.of(new DataFolder(dataFolder()).configuration())
                                .filter(Files::isRegularFile));
    }

    Surroundings surroundings() {
        return surroundings;
    }
}
