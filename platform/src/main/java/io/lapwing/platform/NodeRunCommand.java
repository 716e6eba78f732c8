package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.radio.Modulation;
import io.lapwing.radio.SpreadingFactor;
import io.lapwing.service.Json;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.Service;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `node run`.
@Command(
        name = "run",
        description = {
            "Run this node: join by its label at the first start, share session keys with others, send readings.",
            "",
            "What it remembers is in the data folder, and its keys open with its chip alone. It prints what happens and what it"
                    + " receives; with --json one document a line. Ctrl-C stops it cleanly; after a loss of power it goes on"
                    + " where it was."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  lapwing node run --medium serial:/dev/ttyUSB0 --sf 9 --tpm /dev/tpmrm0",
            "  lapwing node run --medium udp:127.0.0.1:1701,127.0.0.1:1700,127.0.0.1:1702 --tpm unix:/tmp/tpm1.sock \\",
            "      --to 2 --service ktc-direct --sensor /sys/bus/iio/devices/iio:device0 --every 60s"
        })
final class NodeRunCommand implements Callable<Integer> {
    private static final Duration LEAST_EVERY = Duration.ofSeconds(1);

    private final Context context;

    @Mixin private NodeChipOptions chip = new NodeChipOptions();

    @Option(
            names = "--medium",
            paramLabel = "MEDIUM",
            required = true,
            description = {
                "What carries frames: udp:OWN:PORT,OTHER:PORT,… between processes,",
                "or serial:/dev/TTY for an RN2483."
            })
    private String medium = "";

    @Option(
            names = "--sf",
            paramLabel = "N",
            description = "Spreading factor of the cell, 7 to 12; 7 unless said.")
    private int spreadingFactor = SpreadingFactor.SF7.bits();

    @Option(
            names = "--to",
            paramLabel = "NODE",
            split = ",",
            description =
                    "Share a session key with this node, and send it readings. Several with commas.")
    private List<Long> to = new ArrayList<>();

    @Option(
            names = "--service",
            paramLabel = "SERVICE",
            description = {
                "How the key comes to both: ktc-direct, ktc-indirect (this node's chip makes it),",
                "kdc-direct or kdc-indirect (the Central Entity does). ktc-direct unless said."
            })
    private String service = "ktc-direct";

    @Option(
            names = "--sensor",
            paramLabel = "DIR",
            description = "The folder of a BME280: /sys/bus/iio/devices/iio:device0.")
    private @Nullable Path sensor;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            description = "How often it is read: 10s, 5m, 2h. 60s unless said.")
    private String every = "60s";

    NodeRunCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        NodeFolder folder = new NodeFolder(new DataFolder(context.dataFolder()));
        NodeChip.Choice choice = chip.choice();
        var place =
                new NodeAgent.Place(
                        CellMedium.parse(medium),
                        Modulation.of(SpreadingFactor.of(spreadingFactor)));
        NodeWishes wishes = wishes();
        folder.create();
        try (UntilStopped stop = new UntilStopped();
                var _ = folder.lock();
                NodeAgent agent =
                        new NodeAgent(
                                folder,
                                place,
                                () -> NodeChip.open(choice, folder),
                                wishes,
                                reporter())) {
            var _ = ServingVoice.prepared(context.terminal(), PlatformConfig.LogConfig.defaults());
            stop.listen(agent::stop);
            agent.run();
        }
        return ExitCode.DONE.number();
    }

    private Consumer<NodeNews> reporter() {
        Terminal terminal = context.terminal();
        Json json = Json.strict().build();
        return context.json()
                ? news ->
                        terminal.line(
                                new String(json.write(news).toArray(), StandardCharsets.UTF_8))
                : news -> terminal.line(news.line());
    }

    private NodeWishes wishes() {
        return new NodeWishes(
                to.stream().map(NodeId::new).toList(),
                Words.parse("service", service, Service.class),
                Optional.ofNullable(sensor).map(context::file),
                duration(every));
    }

    private static Duration duration(String text) {
        if (!text.matches("[0-9]{1,6}[smh]")) {
            throw Fault.badInput("every " + text + ": want 10s, 5m or 2h");
        }
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        Duration every =
                switch (text.charAt(text.length() - 1)) {
                    case 's' -> Duration.ofSeconds(number);
                    case 'm' -> Duration.ofMinutes(number);
                    default -> Duration.ofHours(number);
                };
        if (every.compareTo(LEAST_EVERY) < 0) {
            throw Fault.badInput("every " + text + ": want 1s at least");
        }
        return every;
    }
}
