package io.lapwing.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// The page of `./lapwing interop`; the launcher does the work.
@Command(
        name = "interop",
        description = {
            "Try Lapwing with other projects' software.",
            "",
            "Runs interop/run of a clone. The last line is `N passed, N failed`."
        },
        customSynopsis = "./lapwing interop [arguments of interop/run]",
        footer = {"", "@|bold Example|@", "  ./lapwing interop"})
final class InteropCommand implements Callable<Integer> {
    private final Context context;

    @Unmatched private List<String> rest = new ArrayList<>();

    InteropCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        context.terminal()
                .error(
                        "runs in a clone of the repository: ./lapwing interop "
                                + String.join(" ", rest));
        return ExitCode.USAGE.number();
    }
}
