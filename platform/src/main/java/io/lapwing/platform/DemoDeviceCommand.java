package io.lapwing.platform;

import io.lapwing.service.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `demo device`: the story of a hardened device, as its options say.
@Command(
        name = "device",
        description = {
            "Watch a device boot, keep its keys, and lose them when somebody is at it.",
            "",
            "Signed firmware and three ways to forge it; application, stack and core as processes of"
                    + " different users, and a burglar among them; a SIM with the IoT SAFE applet,"
                    + " simulated; a zone whose memory is changed; and a box that is opened, sprayed and"
                    + " pressed, its keys erased, its alarm taken by a platform that then refuses its"
                    + " join. Everything said is checked. As root each process has a user of its own;"
                    + " otherwise the story says what was not tried. The lab is built for it. Exit code"
                    + " 0 says that every check was true."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  lapwing demo device",
            "  lapwing demo device --seed 7 --json",
            "  lapwing demo device --pictures docs/pictures"
        })
final class DemoDeviceCommand implements Callable<Integer> {
    private final Context context;
    private final CardSource cards;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "Of the sensors' traces and the firmware; 1 by default. Keys are random, and"
                            + " times to compute are measured.")
    private long seed = DeviceStory.SEED;

    @Option(
            names = "--pictures",
            paramLabel = "DIR",
            description = "Draw each tamper as its sensor saw it (SVG) into this folder.")
    private @Nullable Path pictures;

    DemoDeviceCommand(Context context, CardSource cards) {
        this.context = context;
        this.cards = cards;
    }

    /// What came of it, as JSON.
    ///
    /// @param measured numbers by name, which ends with the unit
    record Report(
            boolean held,
            long seed,
            StoryReport story,
            Map<String, Double> measured,
            List<DeviceTamper> tampers) {}

    @Override
    public Integer call() {
        var measures = new DeviceMeasures();
        var story = new DeviceStory(seed, cards, measures);
        StoryReport told = new Narrator(context.terminal(), !context.json()).hear(story);
        if (pictures != null) {
            DevicePlots.write(context.file(pictures), measures.tampers());
        }
        if (context.json()) {
            context.terminal()
                    .line(
                            Json.strict()
                                    .build()
                                    .pretty(
                                            new Report(
                                                    told.held(),
                                                    seed,
                                                    told,
                                                    measures.numbers(),
                                                    measures.tampers())));
        }
        return (told.held() ? ExitCode.DONE : ExitCode.FAILED).number();
    }
}
