package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TamperRecordingTest {
    private static final String HEADER = "ms,kPa,lx,°C";

    private final TamperTrial trial = new TamperTrial(TamperRules.defaults());

    /// An hour of a synthetic case, with the beginning of a tamper if one is wanted.
    private static List<String> lines(TamperTrace trace, int readings) {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        for (long ms = 0; ms < readings * 100L; ms += 100) {
            SensorReadings at = trace.at(ms);
            lines.add(
                    "%d,%s,%s,%s"
                            .formatted(
                                    ms,
                                    text(at.pressure()),
                                    text(at.light()),
                                    text(at.temperature())));
        }
        return lines;
    }

    private static String text(SensorReading reading) {
        return switch (reading) {
            case SensorReading.Value(double value) -> Double.toString(value);
            case SensorReading.Failed _ -> "";
        };
    }

    @Test
    void isReplayedAsItWasTaken() {
        List<String> lines = lines(TamperTrace.quiet(3), 36_000);

        TamperTrial.Calm calm = trial.replay(TamperRecording.parse(lines));

        assertThat(calm.watched()).isEqualTo(Duration.ofMillis(3_599_900));
        assertThat(calm.falseAlarms()).isEmpty();
    }

    @Test
    void showsWhatWouldHaveErasedTheKeys() {
        List<String> opened = lines(TamperTrace.of(TamperScene.OPENING, 3, 60_000), 700);

        TamperTrial.Calm calm = trial.replay(TamperRecording.parse(opened));

        assertThat(calm.falseAlarms())
                .isNotEmpty()
                .allSatisfy(sign -> assertThat(sign.kind()).isEqualTo(TamperKind.LIGHT));
        assertThat(calm.suspicions()).isPositive();
    }

    @Test
    void takesAnEmptyFieldForASensorThatDidNotAnswer() {
        TamperRecording recording =
                TamperRecording.parse(List.of(HEADER, "0,101.3,,20", "100,101.3,0,20"));

        assertThat(recording.taken().getFirst().readings().light())
                .isInstanceOf(SensorReading.Failed.class);
        assertThat(recording.taken().getLast())
                .isEqualTo(new TamperRecording.Taken(100, SensorReadings.of(101.3, 0, 20)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0,1,2 | line 2 of a recording: 3 fields: want 4",
                "0,1,2,3,4 | line 2 of a recording: 5 fields: want 4",
                "x,1,2,3 | line 2 of a recording: want numbers",
                "0,1,2,y | line 2 of a recording: want numbers",
                "-1,1,2,3 | line 2 of a recording: its time is not later than the one before",
            })
    void namesTheLineThatIsWrong(String line, String message) {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> TamperRecording.parse(List.of(HEADER, line)))
                .withMessage(message);
    }

    @Test
    void wantsItsHeaderAndAReading() {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> TamperRecording.parse(List.of("0,1,2,3")))
                .withMessageContaining("want the line ms,kPa,lx,°C first");
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> TamperRecording.parse(List.of(HEADER)))
                .withMessageContaining("without a reading");
    }
}
