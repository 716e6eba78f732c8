package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
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
    void findsThatAnInstanceStandsDamagedMessages() {
        int code = trial.run("bench", "fuzz", "--seconds=1", "--seed=3", "-q", at());

        assertThat(trial.err()).isEmpty();
        assertThat(code).isZero();
        assertThat(trial.out()).startsWith("ok").contains("seed 3:");
    }

    private String at() {
        return "--folder=" + folder;
    }
}
