package io.lapwing.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// The page of `./lapwing device-image`; the launcher does the work, because it builds the library.
@Command(
        name = "device-image",
        description = {
            "Make a folder with the device library and as much of Java as it needs.",
            "",
            "Copy it to a device with the same processor and C library as this machine; bin/lapwing-core in it starts the"
                    + " secure core. Says how large it is, how soon a core has computed, and how much memory it then has."
        },
        customSynopsis = "./lapwing device-image [--pcsc] [FOLDER]",
        footer = {
            "",
            "@|bold Options|@",
            "  --pcsc         with what reaches a card in a PC/SC reader",
            "  FOLDER         one that is not there yet; without it target/device-image, made anew",
            "",
            "@|bold Example|@",
            "  ./lapwing device-image --pcsc"
        })
final class DeviceImageCommand implements Callable<Integer> {
    private final Context context;

    @Unmatched private List<String> rest = new ArrayList<>();

    DeviceImageCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        context.terminal()
                .error(
                        "runs in a clone of the repository: ./lapwing device-image "
                                + String.join(" ", rest));
        return ExitCode.USAGE.number();
    }
}
