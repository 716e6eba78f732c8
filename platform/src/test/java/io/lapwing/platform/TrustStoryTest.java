package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.trust.Profile;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustStoryTest {
    private final Trial trial = new Trial();

    @TempDir private Path folder = Path.of("");

    private static StoryReport told(Profile profile, TrustSetup setup, TrustAlbum album) {
        var story = new TrustStory(profile, setup, album);
        var narrator = new Narrator(silent(), false);
        try (TrustChips chips = TrustChips.software()) {
            return narrator.hear(new Told(story, chips));
        }
    }

    private static Terminal silent() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return new Terminal(nowhere, nowhere, 100, false, true);
    }

    /// The story with chips in this process.
    private record Told(TrustStory story, TrustChips chips) implements Story {
        @Override
        public String name() {
            return story.name();
        }

        @Override
        public String description() {
            return story.description();
        }

        @Override
        public void tell(Narrator narrator) {
            story.tell(narrator, chips);
        }
    }

    private static List<StoryReport.Step> broken(StoryReport report) {
        return report.steps().stream().filter(step -> !step.held()).toList();
    }

    @ParameterizedTest
    @CsvSource({"7, 0, 1", "10, 0.1, 2", "12, 0.2, 3"})
    void isTrueOnGoodAndBadChannels(int factor, double loss, long seed) {
        var setup = TrustSetup.of(factor, loss, seed, TrustChipTimes.NONE);

        StoryReport report = told(Profile.LAPWING, setup, new TrustAlbum());

        assertThat(broken(report)).isEmpty();
    }

    @Test
    void showsTheAttacksOnTheFlowOf2024() {
        var setup = TrustSetup.of(7, 0, 1, TrustChipTimes.NONE);

        StoryReport report = told(Profile.TIES_2024, setup, new TrustAlbum());

        assertThat(broken(report)).isEmpty();
        assertThat(report.steps())
                .extracting(StoryReport.Step::name)
                .contains(
                        "attack-photo",
                        "attack-old-key",
                        "attack-altered",
                        "attack-reflected",
                        "attack-old-list",
                        "attack-old-ticket");
        assertThat(report.steps())
                .filteredOn(step -> step.name().startsWith("attack"))
                .allSatisfy(step -> assertThat(step.claim()).startsWith("INSECURE"));
    }

    @Test
    void tellsItWithSoftwareTpmsAndDrawsIt() throws Exception {
        int code = trial.run("demo", "trust", "--json", "--pictures=" + folder.resolve("pictures"));

        assertThat(trial.err()).isEmpty();
        assertThat(code).isZero();
        assertThat(trial.out())
                .contains("\"profile\" : \"lapwing\"")
                .contains("\"insecure\" : false")
                .contains("\"name\" : \"Translate\"");
        try (var drawn = Files.list(folder.resolve("pictures"))) {
            assertThat(drawn)
                    .hasSizeGreaterThan(8)
                    .allSatisfy(picture ->
                            assertThat(picture)
                                    .content()
                                    .startsWith("<svg")
                                    .doesNotContain("NaN")
                                    .endsWith("</svg>\n"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --sf=6         | spreading factor 6: want 7 to 12
                    --loss=0.9     | loss 0.9: want 0 to 0.5
                    --loss=-1      | loss -1.0: want 0 to 0.5
                    --profile=tls  | --profile tls: want lapwing or ties-2024
                    """)
    void refusesOptionsThatMeanNothing(String option, String said) {
        int code = trial.run("demo", "trust", option);

        assertThat(code).isEqualTo(ExitCode.USAGE.number());
        assertThat(trial.err()).contains(said);
        assertThat(trial.out()).isEmpty();
    }
}
