package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SensorFilesTest {
    @TempDir private Path root;

    @BeforeEach
    void connect() throws IOException {
        say("iio:device0/in_pressure_input", "101.325039062\n");
        say("iio:device0/in_temp_input", "-1250\n");
        say("iio:device1/in_illuminance_raw", "40\n");
        say("iio:device1/in_illuminance_scale", "0.25\n");
    }

    private void say(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.resolveSibling("."));
        Files.writeString(path, text);
    }

    private void assertFailed(SensorReading reading, TamperKind kind, String why) {
        assertThat(reading)
                .isEqualTo(new SensorReading.Failed(kind, why.replace("ROOT", root.toString())));
    }

    @Test
    void readsWhatTheKernelSaysWhereverItIs() throws IOException {
        assertThat(new SensorFiles(root).read())
                .isEqualTo(SensorReadings.of(101.325039062, 10, -1.25));

        say("iio:device1/in_illuminance_input", "12.5\n");

        assertThat(new SensorFiles(root).read().light()).isEqualTo(new SensorReading.Value(12.5));
    }

    @Test
    void takesTheFirstOfSeveralSensors() throws IOException {
        say("iio:device2/in_temp_input", "30000\n");

        assertThat(new SensorFiles(root).read().temperature())
                .isEqualTo(new SensorReading.Value(-1.25));
    }

    @Test
    void saysWhichSensorIsNotThere() throws IOException {
        Files.delete(root.resolve("iio:device0/in_temp_input"));

        assertFailed(
                new SensorFiles(root).read().temperature(),
                TamperKind.SENSOR_ABSENT,
                "no temperature sensor below ROOT");
    }

    @Test
    void saysWhichSensorIsGone() throws IOException {
        SensorFiles sensors = new SensorFiles(root);
        Files.delete(root.resolve("iio:device1/in_illuminance_scale"));

        assertFailed(
                sensors.read().light(),
                TamperKind.SENSOR_ABSENT,
                "light sensor ROOT/iio:device1 is gone");
    }

    @Test
    void saysWhichSensorCannotBeRead() throws IOException {
        SensorFiles sensors = new SensorFiles(root);
        Path file = root.resolve("iio:device0/in_pressure_input");
        Files.delete(file);
        Files.createDirectory(file);

        assertFailed(
                sensors.read().pressure(),
                TamperKind.SENSOR_FAILING,
                "pressure sensor ROOT/iio:device0 cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nan", "inf", "1e9", "0x10", "1.2.3", "12345678901", "1 2"})
    void refusesWhatIsNoNumberAndDoesNotRepeatIt(String text) throws IOException {
        say("iio:device0/in_pressure_input", text);

        assertFailed(
                new SensorFiles(root).read().pressure(),
                TamperKind.SENSOR_LYING,
                "pressure sensor ROOT/iio:device0 says no number");
    }

    @Test
    void saysThatThereAreNoSensorsAtAll() {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> new SensorFiles(root.resolve("gone")))
                .withMessageContaining("cannot be listed")
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));
    }
}
