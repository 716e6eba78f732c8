package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.device.TamperDetector;
import io.lapwing.device.TamperRules;
import io.lapwing.device.TamperScene;
import io.lapwing.device.TamperTrial;
import io.lapwing.device.TamperVerdict;
import io.lapwing.service.Json;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceStoryTest {
    private static final long SEED = 7;

    private final Trial trial = new Trial();

    @TempDir private Path folder = Path.of("");

    /// The card is the lab's, which is not built here; [#keepsKeysInACard] has one.
    @Test
    void isTrueButForTheCardThatIsNotHere() throws Exception {
        Path pictures = folder.resolve("pictures");

        int code =
                trial.run("demo", "device", "--json", "--seed=" + SEED, "--pictures=" + pictures);

        assertThat(trial.err()).isEmpty();
        var report = read(trial.out());
        assertThat(report.story().steps())
                .filteredOn(step -> !step.held())
                .singleElement()
                .satisfies(step -> {
                    assertThat(step.name()).isEqualTo("card");
                    assertThat(step.detail()).startsWith("the lab is not built");
                });
        assertThat(code).isEqualTo(ExitCode.FAILED.number());
        assertThat(report.story().steps())
                .extracting(StoryReport.Step::name)
                .contains(
                        "boot-good",
                        "changed-image",
                        "unsigned-update",
                        "fallback",
                        "five-lines",
                        "neighbour",
                        "zone-changed",
                        "opened-erased",
                        "opened-forgotten",
                        "sprayed-alarm",
                        "pressed-refused")
                .doesNotHaveDuplicates();
        assertThat(report.measured())
                .containsKeys("bootMs", "coreReadyMs", "openedScannedMib")
                .containsEntry("pressedKeysFoundAfter", 0.0);
        assertThat(report.tampers())
                .extracting(DeviceTamper::scene)
                .containsExactly("opening", "freeze spray", "pressing");
        report.tampers().forEach(DeviceStoryTest::assertOfTheSeed);
        assertDrawn(pictures);
    }

    private static DemoDeviceCommand.Report read(String json) {
        return Json.strict()
                .build()
                .read(
                        Bytes.of(json.getBytes(StandardCharsets.UTF_8)),
                        DemoDeviceCommand.Report.class);
    }

    /// The same seed gives the same readings, and a detector in this process the same verdicts as that of the other one.
    private static void assertOfTheSeed(DeviceTamper tamper) {
        TamperScene scene =
                TamperScene.valueOf(tamper.scene().toUpperCase(Locale.ROOT).replace(' ', '_'));
        TamperDetector detector = new TamperDetector(TamperRules.defaults());
        long timeMs = 0;
        for (TamperTrial.Moment moment : TamperPlay.moments(scene, SEED)) {
            TamperVerdict verdict = detector.take(moment.readings(), timeMs);
            timeMs += TamperDetector.PERIOD_MS;
            if (verdict instanceof TamperVerdict.Confirmed(var sign)) {
                assertThat(tamper.erasedMs()).isEqualTo(moment.timeMs());
                assertThat(tamper.sign()).isEqualTo(sign.kind().name());
                return;
            }
        }
        throw new AssertionError(scene + " is not noticed");
    }

    private static void assertDrawn(Path pictures) throws Exception {
        try (var drawn = Files.list(pictures)) {
            assertThat(drawn)
                    .hasSize(3)
                    .allSatisfy(picture ->
                            assertThat(picture)
                                    .content()
                                    .startsWith("<svg")
                                    .contains("tamper begins", "keys blocked", "keys erased")
                                    .doesNotContain("NaN")
                                    .endsWith("</svg>\n"));
        }
    }

    @Test
    void keepsKeysInACard() {
        StoryReport report =
                told(
                        DeviceUsers.here(),
                        new SimulatedSim(),
                        scene -> new CardChapter(scene).tell());

        assertThat(report.steps()).filteredOn(step -> !step.held()).isEmpty();
        assertThat(report.steps())
                .extracting(StoryReport.Step::name)
                .containsExactly(
                        "card",
                        "card-random",
                        "card-signs",
                        "card-agrees",
                        "card-derives",
                        "card-joins");
    }

    @Test
    void saysWhatItDidNotTryWithoutAnotherUser() {
        DeviceUsers alone = new DeviceUsers(false, List.of());

        StoryReport report =
                told(alone, new SimulatedSim(), scene -> new CoreChapter(scene).tell());

        assertThat(report.steps()).filteredOn(step -> !step.held()).isEmpty();
        assertThat(report.steps())
                .extracting(StoryReport.Step::name)
                .contains("own-door", "still-speaks")
                .doesNotContain("stranger");
        assertThat(report.steps())
                .filteredOn(step -> step.name().equals("own-door"))
                .extracting(StoryReport.Step::claim)
                .singleElement()
                .asString()
                .matches("NO burglar was tried.*|Another user was NOT tried.*");
    }

    private static StoryReport told(
            DeviceUsers users, CardSource cards, Consumer<DeviceScene> chapter) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Narrator narrator = new Narrator(new Terminal(nowhere, nowhere, 100, false, true), false);
        return narrator.hear(new OneChapter(users, cards, chapter));
    }

    /// A chapter by itself.
    private record OneChapter(DeviceUsers users, CardSource cards, Consumer<DeviceScene> chapter)
            implements Story {
        @Override
        public String name() {
            return "chapter";
        }

        @Override
        public String description() {
            return "a chapter of the device's story";
        }

        @Override
        public void tell(Narrator narrator) {
            try (DeviceProcesses processes = DeviceProcesses.of(users);
                    DemoSite site = DemoSite.start();
                    DemoCast cast = new DemoCast(site)) {
                cast.welcome();
                chapter.accept(
                        new DeviceScene(
                                narrator, cast, processes, cards, SEED, new DeviceMeasures()));
            }
        }
    }
}
