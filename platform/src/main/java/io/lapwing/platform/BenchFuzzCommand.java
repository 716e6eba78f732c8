package io.lapwing.platform;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Searches for inputs that break a promise, for as long as one likes.
@Command(
        name = "fuzz",
        description = {
            "Search for frames, messages, requests and whatever else comes from outside that break a"
                    + " promise.",
            "",
            "Each frame, LoRaWAN's or the radio link's, stored state, form and cursor must read and write itself again or be refused"
                    + " as what it is; each message must be answered and leave exactly one audit record;"
                    + " each request to the pages and the API must be answered or refused; a caller or a"
                    + " passkey must be taken by the whole of its proof alone; a zone must give what was written"
                    + " last or nothing; and no key may come out of a card or a core. By"
                    + " Jazzer, which looks at what code an input reaches to make the next. `./lapwing"
                    + " test` does the same for a few seconds. What reaches new code is kept, so that"
                    + " the next run begins where this one ended. A finding is told with the file that"
                    + " holds its input, and is tried first in the next run; the exit code is 1. The"
                    + " lab is built for it."
        },
        footer = {"", "@|bold Example|@", "  ./lapwing bench fuzz --seconds 3600 --seed 7"})
final class BenchFuzzCommand implements Callable<Integer> {
    private final Context context;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long in all, the same for each target; 60 by default.")
    private int seconds = 60;

    @Option(names = "--seed", paramLabel = "N", description = "Of the inputs; 1 by default.")
    private int seed = 1;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Where inputs are kept from run to run; target/fuzz by default.")
    private @Nullable Path folder;

    BenchFuzzCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        BenchBounds.check("--seconds", seconds, 10, 30 * 86_400);
        BenchBounds.check("--seed", seed, 1, Integer.MAX_VALUE);
        LabProcess lab = new LabProcess(context);
        Path kept = folder == null ? lab.folder("fuzz") : context.file(folder);
        return lab.run(
                List.of(
                        "fuzz",
                        lab.form(),
                        Integer.toString(seconds),
                        Integer.toString(seed),
                        kept.toString()));
    }
}
