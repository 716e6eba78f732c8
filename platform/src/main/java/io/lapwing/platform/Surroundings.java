package io.lapwing.platform;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

/// What a command sees of the process it runs in; a test hands in its own.
///
/// @param environment the variables of the environment
/// @param home the user's home folder
/// @param root whether the user is root
record Surroundings(
        PrintWriter out,
        PrintWriter err,
        Map<String, String> environment,
        Path home,
        boolean root) {
    static Surroundings ofThisProcess(PrintWriter out, PrintWriter err) {
        return new Surroundings(
                out,
                err,
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                System.getProperty("user.name").equals("root"));
    }

    /// Where state lives when `--data` does not say: `LAPWING_DATA`, else the system's place for root and the user's
    /// place (XDG Base Directory Specification 0.8) for everyone else.
    Path dataFolder() {
        String said = environment.getOrDefault("LAPWING_DATA", "");
        if (!said.isEmpty()) {
            return Path.of(said);
        }
        if (root) {
            return Path.of("/var/lib/lapwing");
        }
        String shared = environment.getOrDefault("XDG_DATA_HOME", "");
        Path base = shared.isEmpty() ? home.resolve(".local/share") : Path.of(shared);
        return base.resolve("lapwing");
    }
}
