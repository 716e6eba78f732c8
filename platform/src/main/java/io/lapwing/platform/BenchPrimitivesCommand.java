package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures each primitive by JMH.
@Command(
        name = "primitives",
        description = {
            "Measure each primitive with one thread, beside the bound it is held to.",
            "",
            "A bound is what of the same kind the primitive cannot do without: so many bare AES"
                    + " blocks of the same library, the JDK's SHA-256 of the same octets, a vault's AES"
                    + " with no vault around it. The ratio is bound to primitive, at most 1 but for"
                    + " noise. By JMH, each in a Java machine of its own; all of them take about four"
                    + " minutes. The lab is built for it."
        },
        footer = {
            "",
            "@|bold Example|@",
            "  ./lapwing bench primitives --filter 'libcrypto|vault'"
        })
final class BenchPrimitivesCommand implements Callable<Integer> {
    private final Context context;

    @Option(
            names = "--filter",
            paramLabel = "REGEX",
            description = "Those in whose name it is found, such as 'AES-KW'; all by default.")
    private String filter = "";

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long each is measured, after 2 s of warm-up; 3 by default.")
    private int seconds = 3;

    BenchPrimitivesCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        BenchBounds.check("--seconds", seconds, 1, 3600);
        try {
            Pattern _ = Pattern.compile(filter);
        } catch (PatternSyntaxException e) {
            throw Fault.badInput("--filter %s: %s".formatted(filter, e.getDescription()));
        }
        LabProcess lab = new LabProcess(context);
        return lab.run(List.of("primitives", lab.form(), Integer.toString(seconds), filter));
    }
}
