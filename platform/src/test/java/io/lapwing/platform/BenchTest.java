package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.device.CoreProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {
    @TempDir Path folder;

    private final Trial trial = new Trial();

    @AfterEach
    void leavesNothingBehind() throws Exception {
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void importsDevices() {
        int code = trial.run("bench", "import", "--devices=40", "--json", "-q", at());

        assertThat(trial.err()).isEmpty();
        assertThat(code).isZero();
        assertThat(trial.out()).contains("\"devices\" : 40").contains("\"devicesPerSecond\"");
    }

    @Test
    void measuresJoinsWithAPostgreSqlServerOfItsOwn() {
        int code =
                trial.run(
                        "bench",
                        "joins",
                        "--store=postgres",
                        "--devices=64",
                        "--connections=8",
                        "--seconds=1",
                        "--warm-up=0",
                        "--json",
                        "-q");

        assertThat(trial.err()).isEmpty();
        assertThat(code).isZero();
        assertThat(trial.out()).contains("\"store\" : \"POSTGRES\"").contains("\"joinsPerSecond\"");
    }

    @Test
    void measuresTheTrustedEnvironmentBesideItsBound(@TempDir Path pictures) {
        int code =
                trial.run(
                        "bench",
                        "trust",
                        "--runs=1",
                        "--sf=7",
                        "--loss=0,0.1",
                        "--nodes=20",
                        "--translations=5",
                        "--plots=" + pictures,
                        "--json",
                        "-q");

        assertThat(trial.err()).isEmpty();
        assertThat(code).isZero();
        assertThat(trial.out())
                .contains("\"procedure\" : \"join\"")
                .contains("\"times\" : \"slb9670\"")
                .contains("\"withSwtpm\" : ")
                .contains("\"joined\" : 20");
        assertThat(pictures.resolve("trust-elapsed.svg")).content().startsWith("<svg");
    }

    @Test
    void measuresTheHardenedDevice(@TempDir Path image) throws Exception {
        new ChildJava(image)
                .install(
                        Files.createDirectory(image.resolve("bin")).resolve("lapwing-core"),
                        CoreProcess.class);

        int code =
                trial.with(BenchDeviceCommand.IMAGE, image.toString())
                        .run(
                                "bench",
                                "device",
                                "--millis=10",
                                "--plays=3",
                                "--days=2",
                                "--image-mib=2",
                                "--json",
                                "-q");

        assertThat(trial.err()).isEmpty();
        assertThat(code).isZero();
        assertThat(trial.out())
                .contains("\"zone\" : \"keyed, file\"")
                .contains("\"hash\" : \"SHA-256, plain Java\"")
                .contains("\"tamper\" : \"freeze spray\"")
                .contains("\"falseAlarms\" : 0")
                .contains("\"core\" : \"this Java\"")
                .contains("\"core\" : \"device image\"")
                .contains("\"what\" : \"its core, first answer after ms\"");
    }

    @Test
    void measuresTheHardenedDeviceWithoutAnImageForPeople(@TempDir Path recordings)
            throws Exception {
        Path recording = recordings.resolve("case.csv");
        Files.writeString(recording, "ms,kPa,lx,°C\n0,101.325,0,20\n100,101.326,0,20\n");

        int code =
                trial.run(
                        "bench",
                        "device",
                        "--millis=10",
                        "--plays=1",
                        "--days=1",
                        "--minutes=60",
                        "--recording=" + recording,
                        "--image-mib=2",
                        "-q");

        assertThat(trial.err()).isEmpty();
        assertThat(code).isZero();
        assertThat(trial.out())
                .contains("24 of 24 hours, untouched: ")
                .contains("no device's image was measured")
                .contains("case.csv, 0.0 hours: 0 suspicions")
                .contains("tampers missed");
    }

    @Test
    void measuresTheRadioLinkBesideItsBound(@TempDir Path pictures) throws Exception {
        int code =
                trial.run(
                        "bench",
                        "radio",
                        "--runs=2",
                        "--nodes=20",
                        "--plots=" + pictures,
                        "--json",
                        "-q");

        assertThat(trial.err()).isEmpty();
        assertThat(code).isZero();
        assertThat(trial.out())
                .contains("\"exchange\" : \"join, EDHOC-PSK\"")
                .contains("\"ratio\" : ")
                .contains("\"received\" : 20");
        try (var drawn = Files.list(pictures)) {
            assertThat(drawn)
                    .hasSize(4)
                    .allSatisfy(picture ->
                            assertThat(picture)
                                    .content()
                                    .startsWith("<svg")
                                    .contains("prefers-color-scheme: dark")
                                    .doesNotContain("NaN")
                                    .endsWith("</svg>\n"));
        }
    }

    @Test
    void measuresTheStoreWithOneSixteenAndSixtyFourCallers() {
        int code = trial.run("bench", "store", "--seconds=1", "--json", "-q", at());

        assertThat(trial.err()).isEmpty();
        assertThat(code).isZero();
        assertThat(trial.out())
                .contains("\"fsyncPerSecond\"")
                .contains("\"callers\" : 1,")
                .contains("\"callers\" : 16,")
                .contains("\"callers\" : 64,");
    }

    @Test
    void saysWhereTheLabIsToBeHad() {
        int primitives = trial.run("bench", "primitives", "--seconds=1");
        int fuzz = trial.run("bench", "fuzz", "--seconds=10");

        assertThat(List.of(primitives, fuzz)).containsOnly(ExitCode.REFUSED.number());
        assertThat(trial.err()).contains("the lab is not built: run this as ./lapwing in a clone");
    }

    @Test
    void refusesWhatTheLabCouldNotDo() {
        int filter = trial.run("bench", "primitives", "--filter=(");
        int seconds = trial.run("bench", "fuzz", "--seconds=9");
        int seed = trial.run("bench", "fuzz", "--seed=0");

        assertThat(List.of(filter, seconds, seed)).containsOnly(ExitCode.USAGE.number());
        assertThat(trial.err())
                .contains("--filter (: ")
                .contains("--seconds 9: want 10 to")
                .contains("--seed 0: want 1 to");
    }

    @Test
    void passesOnHowTheLabEnds() throws Exception {
        Path lab = Files.createDirectory(folder.resolve("lab"));

        int code = trial.with("LAPWING_LAB", lab.toString()).run("bench", "primitives");

        Files.delete(lab);
        assertThat(code).isEqualTo(ExitCode.FAILED.number());
        assertThat(trial.err()).contains("io.lapwing.lab.Main");
    }

    private String at() {
        return "--folder=" + folder;
    }
}
