package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.service.Json;
import io.lapwing.trust.Profile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `demo trust`: the story of a trusted environment, as its options say.
@Command(
        name = "trust",
        description = {
            "Watch nodes with TPMs join by their labels and share keys over LoRa.",
            "",
            "A Central Entity and three nodes, each with a software TPM (swtpm) of its own, over a"
                    + " simulated radio in virtual time. They join, share keys in pairs and as a group,"
                    + " and intruders try to get in; everything said is checked. With --profile"
                    + " ties-2024 they speak the flow published in 2024, which is insecure: the story"
                    + " shows which attacks succeed. Exit code 0 says that every check was true."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  lapwing demo trust",
            "  lapwing demo trust --sf 12 --loss 0.2 --messages",
            "  lapwing demo trust --profile ties-2024",
            "  lapwing demo trust --pictures docs/pictures"
        })
final class DemoTrustCommand implements Callable<Integer> {
    private final Context context;

    @Option(
            names = "--profile",
            paramLabel = "lapwing|ties-2024",
            description = "What they speak; lapwing by default.")
    private String profile = Profile.LAPWING.word();

    @Option(
            names = "--sf",
            paramLabel = "N",
            description = "Spreading factor of the radio, 7 to 12; 7 by default.")
    private int factor = TrustStory.FACTOR;

    @Option(
            names = "--loss",
            paramLabel = "SHARE",
            description = "Share of all frames that is lost, 0 to 0.5; 0 by default.")
    private double loss;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of the radio's chance; 1 by default. Times to compute are measured.")
    private long seed = 1;

    @Option(
            names = "--pictures",
            paramLabel = "DIR",
            description = "Draw each procedure (SVG) into this folder.")
    private @Nullable Path pictures;

    @Option(names = "--messages", description = "List the messages of each procedure at the end.")
    private boolean messages;

    DemoTrustCommand(Context context) {
        this.context = context;
    }

    /// What came of it, as JSON.
    ///
    /// @param insecure whether attacks on the profile are known
    record Report(
            boolean held,
            String profile,
            boolean insecure,
            int spreadingFactor,
            double loss,
            long seed,
            StoryReport story,
            List<TrustAlbum.Picture> procedures) {}

    @Override
    public Integer call() {
        Profile spoken = profile(profile);
        TrustSetup setup = TrustSetup.of(factor, loss, seed, TrustChipTimes.MEASURED);
        var story = new TrustStory(spoken, setup, new TrustAlbum());
        StoryReport told = new Narrator(context.terminal(), !context.json()).hear(story);
        List<TrustAlbum.Picture> procedures = story.album().pictures();
        if (pictures != null) {
            story.album().write(context.file(pictures));
        }
        if (context.json()) {
            context.terminal()
                    .line(
                            Json.strict()
                                    .build()
                                    .pretty(
                                            new Report(
                                                    told.held(),
                                                    spoken.word(),
                                                    spoken.insecure(),
                                                    factor,
                                                    loss,
                                                    seed,
                                                    told,
                                                    procedures)));
        } else if (messages) {
            procedures.forEach(this::show);
        }
        return (told.held() ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    static Profile profile(String word) {
        return Arrays.stream(Profile.values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        Fault.badInput(
                                "--profile %s: want %s"
                                        .formatted(
                                                word,
                                                Arrays.stream(Profile.values())
                                                        .map(Profile::word)
                                                        .collect(Collectors.joining(" or ")))));
    }

    private void show(TrustAlbum.Picture picture) {
        Terminal terminal = context.terminal();
        terminal.line();
        terminal.heading(picture.title());
        var table =
                new TextTable("s", "from", "to", "message", "octets", "frames", "lost", "there, s");
        for (TrustProcedure.Message message : picture.procedure().messages()) {
            table.row(
                    "%.3f".formatted(message.sentS()),
                    message.from(),
                    message.to(),
                    message.name(),
                    message.octets(),
                    message.frames().size(),
                    message.lost(),
                    message.receivedS().map(at -> "%.3f".formatted(at)).orElse("never"));
        }
        terminal.table(table);
    }
}
