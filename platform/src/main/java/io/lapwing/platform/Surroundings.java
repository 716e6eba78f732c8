package io.lapwing.platform;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What a command sees of the process it runs in; a test, or a caller at the administrators' socket, hands in its own.
///
/// @param in standard input
/// @param environment the variables of the environment
/// @param home the user's home folder
/// @param folder the working folder, against which file arguments are meant
/// @param user the name of the user
record Surroundings(
        PrintWriter out,
        PrintWriter err,
        InputStream in,
        Map<String, String> environment,
        Path home,
        Path folder,
        String user) {
    static Surroundings ofThisProcess(PrintWriter out, PrintWriter err) {
        return new Surroundings(
                out,
                err,
                System.in,
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                Path.of("").toAbsolutePath(),
                System.getProperty("user.name"));
    }

    /// What a person types at this process's terminal, unseen; empty where nobody sits at one.
    Optional<String> typed(String prompt) {
        return Optional.ofNullable(System.console())
                .filter(console -> in.equals(System.in) && console.isTerminal())
                .map(console -> console.readPassword("%s", prompt))
                .map(String::new);
    }

    /// Where state lives when `--data` does not say: `LAPWING_DATA`, else the system's place for root and the user's
    /// place (XDG Base Directory Specification 0.8) for everyone else.
    Path dataFolder() {
        String said = environment.getOrDefault("LAPWING_DATA", "");
        if (!said.isEmpty()) {
            return folder.resolve(said);
        }
        if (user.equals("root")) {
            return Path.of("/var/lib/lapwing");
        }
        String shared = environment.getOrDefault("XDG_DATA_HOME", "");
        Path base = shared.isEmpty() ? home.resolve(".local/share") : Path.of(shared);
        return base.resolve("lapwing");
    }
}
