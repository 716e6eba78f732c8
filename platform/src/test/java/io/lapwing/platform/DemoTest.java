package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DemoTest {
    private final Trial trial = new Trial();

    @Test
    void theStoryHasTheStepsThatItPromisesAndEachIsTrue() {
        int code = trial.run("demo", "--json");

        StoryReport report = read(trial.out(), StoryReport.class);
        assertThat(report.steps()).filteredOn(step -> !step.held()).isEmpty();
        assertThat(report.held()).isTrue();
        assertThat(report.story()).isEqualTo("lorawan");
        assertThat(code).isZero();
        assertThat(report.steps())
                .extracting(StoryReport.Step::name)
                .contains(
                        "made",
                        "join-1.0.3",
                        "join-1.0.4",
                        "join-1.1",
                        "owner-reads-1.0.3",
                        "owner-reads-1.1",
                        "network-opens-no-app-s-key",
                        "network-reads-nothing",
                        "rejoin-0",
                        "rejoin-1",
                        "rejoin-2",
                        "race",
                        "replay",
                        "forged-mic",
                        "wrong-certificate",
                        "nosy-network",
                        "stolen",
                        "replay-after-restart",
                        "log-intact",
                        "log-changed")
                .doesNotHaveDuplicates();
        assertThat(shownInTheReadme())
                .isSubsetOf(report.steps().stream().map(DemoTest::shown).toList())
                .hasSizeGreaterThan(4);
        assertThat(readme()).contains("all " + report.steps().size() + " checks are true");
    }

    /// The steps of the demo's end that the README shows.
    private static List<String> shownInTheReadme() {
        return Pattern.compile("(?m)^ok {4}(\\S.*?) {2,}(\\S.*)$")
                .matcher(readme())
                .results()
                .map(line -> line.group(1) + ": " + line.group(2))
                .toList();
    }

    private static String shown(StoryReport.Step step) {
        return step.claim() + ": " + step.detail();
    }

    private static String readme() {
        return Document.of("README.md").fences().stream()
                .map(Document.Fence::text)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void listsItsStories() {
        int code = trial.run("demo", "--list");

        assertThat(code).isZero();
        assertThat(trial.out())
                .contains("lorawan")
                .contains("1.0.3")
                .contains("trust")
                .contains("device");
    }

    @Test
    void refusesAStoryThatIsNone() {
        int code = trial.run("demo", "trees");

        assertThat(code).isEqualTo(ExitCode.USAGE.number());
        assertThat(trial.err()).contains("no story trees: want lorawan, trust, device or all");
    }

    private static <T> T read(String json, Class<T> type) {
        return Json.strict().build().read(Bytes.of(json.getBytes(StandardCharsets.UTF_8)), type);
    }
}
