package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// A gateway by itself.
@Command(
        name = "central",
        description = {
            "Serve a trusted environment by itself: Central Entity, radio and console, without Internet and without the Join"
                    + " Server.",
            "",
            "Nodes join it by their labels and get keys for each other translated. What the options say goes before the table"
                    + " [central] of lapwing.toml. lapwing up runs the Central Entity too, where that table names a medium."
                    + " Ctrl-C stops it cleanly; after a loss of power it goes on where it was.",
            "",
            "Without a TPM, keys are translated in this process, and the vault keeps them in the store."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  lapwing central --medium udp:127.0.0.1:1700,127.0.0.1:1701,127.0.0.1:1702",
            "  lapwing central --medium serial:/dev/ttyUSB0 --sf 9 --tpm /dev/tpmrm0 --data /srv/gateway",
            "  lapwing admin trust label --data /srv/gateway"
        })
final class CentralCommand implements Callable<Integer> {
    private final Context context;

    @Option(
            names = "--medium",
            paramLabel = "MEDIUM",
            description = {
                "What carries frames: udp:OWN:PORT,OTHER:PORT,… between processes,",
                "or serial:/dev/TTY for an RN2483."
            })
    private @Nullable String medium;

    @Option(
            names = "--sf",
            paramLabel = "N",
            description = "Spreading factor of the cell, 7 to 12; 7 unless configured.")
    private @Nullable Integer spreadingFactor;

    @Option(
            names = "--tpm",
            paramLabel = "TPM",
            description = "Its TPM: /dev/tpmrm0, unix:/PATH or tcp:HOST:PORT.")
    private @Nullable String tpm;

    CentralCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        PlatformConfig file = context.config();
        PlatformConfig config = file.with(wanted(file.central()));
        ServingVoice voice = ServingVoice.prepared(context.terminal(), config.log());
        try (UntilStopped stop = new UntilStopped();
                Platform platform = context.openPlatform(config);
                Serving serving = Serving.gateway(platform)) {
            stop.listen();
            voice.announce(platform, serving);
            voice.note("next: lapwing help admin trust");
            stop.await();
            voice.note("stopping");
        }
        return ExitCode.DONE.number();
    }

    private CentralConfig wanted(CentralConfig configured) {
        CentralConfig wanted =
                configured.with(
                        Optional.ofNullable(medium),
                        Optional.ofNullable(spreadingFactor),
                        Optional.ofNullable(tpm));
        if (!wanted.isOn()) {
            throw Fault.badInput(
                    "no medium: want --medium, or central.medium in lapwing.toml, as "
                            + CellMedium.FORM);
        }
        return wanted;
    }
}
