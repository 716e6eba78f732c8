package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.kms.Actor;
import io.lapwing.service.Config;
import io.lapwing.service.Store;
import io.lapwing.vault.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// What every command is given: where it runs, what the global options say, and the terminal.
final class Context {
    private final Surroundings surroundings;
    private final GlobalOptions options;
    private final Optional<Platform> running;
    private List<String> arguments = List.of();

    /// @param running the platform that runs in this process, when the command comes through its socket
    Context(Surroundings surroundings, GlobalOptions options, Optional<Platform> running) {
        this.surroundings = surroundings;
        this.options = options;
        this.running = running;
    }

    /// Remembers the command line as it was typed.
    void typed(String... line) {
        arguments = List.of(line);
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

    /// A file or folder as the caller named it.
    Path file(Path named) {
        return surroundings.folder().resolve(named);
    }

    /// The folder that holds the store, the vault's files and the certificates.
    Path dataFolder() {
        return options.data().map(this::file).orElseGet(surroundings::dataFolder);
    }

    /// The configuration file: what `--config` says, else `lapwing.toml` in the data folder where it exists.
    Optional<Path> configFile() {
        return options.config()
                .map(this::file)
                .or(() ->
                        Optional.of(new DataFolder(dataFolder()).configuration())
                                .filter(Files::isRegularFile));
    }

    /// What the configuration file says, or the defaults.
    PlatformConfig config() {
        return configFile()
                .map(file -> Config.load(file, PlatformConfig.class))
                .orElseGet(PlatformConfig::defaults);
    }

    /// Whether this command came through the socket of a running platform, in whose process it runs.
    boolean insideRunning() {
        return running.isPresent();
    }

    /// Opens the platform of the data folder in this process.
    Platform openPlatform() {
        return openPlatform(config());
    }

    /// The same with another configuration than the file's.
    Platform openPlatform(PlatformConfig config) {
        return Platform.open(new DataFolder(dataFolder()), config, surroundings.environment());
    }

    /// Looks at the instance of the data folder without opening it as a platform.
    <T> T examine(BiFunction<Vault, Store, T> look) {
        return Platform.examine(
                new DataFolder(dataFolder()), config(), surroundings.environment(), look);
    }

    /// Runs an administrator's task where the platform is open.
    ///
    /// @return the number of an [ExitCode]
    int administer(AdminTask task) {
        Actor actor = Actor.operator(surroundings.user());
        if (running.isPresent()) {
            return task.run(running.get(), actor).number();
        }
        return askRunning(task).orElseGet(() -> administerHere(task, actor));
    }

    /// Does it in a platform that this command opens itself, or in one that begins to serve meanwhile.
    private int administerHere(AdminTask task, Actor actor) {
        Platform opened;
        try {
            opened = openPlatform();
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.CONFLICT) {
                throw fault;
            }
            return askRunning(task).orElseThrow(() -> fault);
        }
        try (Platform platform = opened) {
            return task.run(platform, actor).number();
        }
    }

    /// What another command of the same instance writes to standard output.
    ///
    /// @throws Fault `UNAVAILABLE` when it fails; it has said why
    String output(String... command) {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of("--quiet", "--data", dataFolder().toString()));
        configFile().ifPresent(file -> line.addAll(List.of("--config", file.toString())));
        StringWriter out = new StringWriter();
        Surroundings here = surroundings;
        int code =
                Shell.run(
                        new Surroundings(
                                new PrintWriter(out, true),
                                here.err(),
                                InputStream.nullInputStream(),
                                here.environment(),
                                here.home(),
                                here.folder(),
                                here.user()),
                        line.toArray(String[]::new));
        if (code != ExitCode.DONE.number()) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE, "lapwing " + String.join(" ", command) + " failed");
        }
        return out.toString();
    }

    private Optional<Integer> askRunning(AdminTask task) {
        Path socket = new DataFolder(dataFolder()).adminSocket();
        if (!Files.exists(socket)) {
            return Optional.empty();
        }
        AdminFrames.Request request =
                new AdminFrames.Request(
                        arguments,
                        Terminal.variables(surroundings.environment()),
                        surroundings.folder().toString(),
                        task.readsInput() ? input(task.prompt()) : "");
        return AdminSocket.call(socket, request, surroundings.out(), surroundings.err());
    }

    /// What a person types when asked for it, or standard input where nobody sits there.
    ///
    /// @param prompt asks; empty: standard input in any case
    String input(Optional<String> prompt) {
        return prompt.flatMap(surroundings::typed).orElseGet(this::input);
    }

    /// Standard input, whole.
    ///
    /// @throws Fault `BAD_INPUT` past [AdminFrames#MAX_TEXT_BYTES]
    String input() {
        try {
            byte[] octets = surroundings.in().readNBytes(AdminFrames.MAX_TEXT_BYTES + 1);
            if (octets.length > AdminFrames.MAX_TEXT_BYTES) {
                throw Fault.badInput(
                        "standard input is longer than " + AdminFrames.MAX_TEXT_BYTES + " bytes");
            }
            return new String(octets, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "standard input cannot be read", e);
        }
    }

    Surroundings surroundings() {
        return surroundings;
    }
}
