package io.lapwing.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Fuzzes every target for a few seconds; `lapwing bench fuzz` does it for longer.
class FuzzingTest {
    private static final long SEED = 7;
    private static final int SHORT_S = 12;

    /// Enough to open the doors on a busy machine; it ends with the finding.
    private static final int LONG_S = 60;

    @TempDir private Path folder = Path.of("");

    @Test
    void findsNothing() {
        FuzzTarget every = EveryFuzz.of(FuzzTarget.all());

        FuzzReport report = fuzz(every, SHORT_S);

        FuzzReport.Target result = report.targets().getFirst();
        assertThat(result.finding()).isEmpty();
        assertThat(result.inputs()).isGreaterThan(every.seeds().size());
    }

    @Test
    void findsWhatChanceWouldNot() throws Exception {
        var doors = new FuzzTarget("doors", DoorFuzz.class, 8, List.of(Bytes.of(0, 0, 0, 0)));

        FuzzReport report = fuzz(doors, LONG_S);

        FuzzReport.Finding finding = report.targets().getFirst().finding().orElseThrow();
        assertThat(report.found()).isTrue();
        assertThat(finding.what()).contains("IllegalStateException: behind the doors");
        assertThat(Files.readString(Path.of(finding.input()))).isEqualTo("Door");
        assertThat(report.text()).startsWith("FAIL").contains("octets: " + finding.hex());
    }

    private FuzzReport fuzz(FuzzTarget target, int seconds) {
        return new Fuzzing(folder, SEED, new PrintWriter(Writer.nullWriter()))
                .run(List.of(target), seconds);
    }
}
