package io.lapwing.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// The page of `./lapwing test`; the launcher does the work, because it builds what this class is part of.
@Command(
        name = "test",
        description = {
            "Run every test and every check of the build.",
            "",
            "Installs what the tests need (SoftHSM2, PostgreSQL, Chromium) by apt where it may, else says which one command"
                    + " would. The last line is `N passed, N failed`; no test at all is a failure."
        },
        customSynopsis =
                "./lapwing test [--only MODULE] [--test NAME] [--interop] [--screenshots] [--verbose]",
        footer = {
            "",
            "@|bold Options|@",
            "  --only MODULE  this module and those it stands on, such as lorawan",
            "  --test NAME    tests whose class has this name, such as 'Cmac*'",
            "  --interop      then the trials with other projects' software, where they are there",
            "  --screenshots  pictures of the console's pages, light and dark, wide and narrow, into",
            "                 target/screenshots; with --test EveryPageTest nothing else",
            "  --verbose      everything that the build says",
            "",
            "@|bold Examples|@",
            "  ./lapwing test --only lorawan",
            "  ./lapwing test --screenshots --test EveryPageTest"
        })
final class TestCommand implements Callable<Integer> {
    private final Context context;

    @Unmatched private List<String> rest = new ArrayList<>();

    TestCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        context.terminal()
                .error(
                        "runs in a clone of the repository: ./lapwing test "
                                + String.join(" ", rest));
        return ExitCode.USAGE.number();
    }
}
