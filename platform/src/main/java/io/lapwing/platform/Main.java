package io.lapwing.platform;

import io.lapwing.service.Logs;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/// The `lapwing` command.
public final class Main {
    private Main() {}

    /// Runs one command and ends the process with its [ExitCode].
    public static void main(String[] args) {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Logs.configure(Logs.Format.TEXT, Logs.Threshold.WARNING, System.err);
        int code = Shell.run(Surroundings.ofThisProcess(out, err), args);
        out.flush();
        err.flush();
        System.exit(code);
    }
}
