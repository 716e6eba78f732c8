package io.lapwing.lab;

import io.lapwing.crypto.Fault;
import io.lapwing.service.Json;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The process behind `bench primitives` and `bench fuzz`, which check what they hand on. The result goes to standard output,
/// progress to standard error.
public final class Main {
    /// How a line begins that is no progress.
    private static final String ERROR = "error: ";

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final PrintWriter out;
    private final PrintWriter err;

    Main(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /// `primitives FORM SECONDS REGEX` or `fuzz FORM SECONDS SEED FOLDER`; FORM is `text` or `json`.
    public static void main(String[] args) {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        // JMH writes to standard output, which is the result's; it may run while another does.
        System.setOut(System.err);
        System.setProperty("jmh.ignoreLock", "true");
        int code = new Main(out, err).run(List.of(args));
        out.flush();
        err.flush();
        System.exit(code);
    }

    int run(List<String> args) {
        try {
            boolean json = args.get(1).equals("json");
            int seconds = Integer.parseInt(args.get(2));
            return switch (args.getFirst()) {
                case "primitives" -> primitives(json, seconds, args.get(3));
                case "fuzz" ->
                        fuzz(json, seconds, Long.parseLong(args.get(3)), Path.of(args.get(4)));
                default -> throw Fault.badInput(args.getFirst() + ": want primitives or fuzz");
            };
        } catch (Fault fault) {
            err.println(ERROR + fault.getMessage());
            return fault.kind() == Fault.Kind.BAD_INPUT ? USAGE : FAILED;
        }
    }

    private int primitives(boolean json, int seconds, String filter) {
        PrimitivesReport report = new Primitives(seconds, err).run(pattern(filter));
        out.println(json ? pretty(report) : report.table());
        return DONE;
    }

    private int fuzz(boolean json, int seconds, long seed, Path folder) {
        List<FuzzTarget> targets = FuzzTarget.all();
        int each = Math.max(1, seconds / targets.size());
        FuzzReport report = new Fuzzing(folder, seed, err).run(targets, each);
        out.println(json ? pretty(report) : report.text());
        return report.found() ? FAILED : DONE;
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text, Pattern.CASE_INSENSITIVE);
        } catch (PatternSyntaxException e) {
            throw Fault.badInput("--filter %s: %s".formatted(text, e.getDescription()));
        }
    }

    private static String pretty(Object report) {
        return Json.strict().build().pretty(report);
    }
}
