package io.lapwing.platform;

import java.util.List;
import picocli.CommandLine;

/// What can be measured, in the order of the manual.
///
/// Everything is made in a temporary folder and deleted afterwards; the data folder is not touched. Only runs of one machine
/// compare, and ratios rather than rates while other work shares it.
final class BenchCommands {
    private BenchCommands() {}

    static CommandLine tree(Context context) {
        return AdminGroup.of(
                context,
                "bench",
                "Measure it on this machine, beside what the machine can do at all.",
                List.of(
                        new BenchJoinsCommand(context),
                        new BenchConsoleCommand(context),
                        new BenchImportCommand(context),
                        new BenchStoreCommand(context),
                        new BenchSearchCommand(context),
                        new BenchRadioCommand(context),
                        new BenchTrustCommand(context),
                        new BenchDeviceCommand(context),
                        new BenchPrimitivesCommand(context),
                        new BenchFuzzCommand(context)));
    }
}
