package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Bme280Test {
    private static final String TEMPERATURE = "in_temp_input";
    private static final String PRESSURE = "in_pressure_input";
    private static final String HUMIDITY = "in_humidityrelative_input";

    @TempDir Path folder;
    private Bme280 sensor;

    @BeforeEach
    void connect() throws IOException {
        sensor = new Bme280(folder);
        say(TEMPERATURE, "21530\n");
        say(PRESSURE, "101.325039062\n");
        say(HUMIDITY, "45123\n");
    }

    private void say(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    @Test
    void readsWhatTheKernelSays() {
        Climate climate = sensor.read();

        assertThat(climate)
                .isEqualTo(
                        new Climate(
                                new BigDecimal("21.53"),
                                new BigDecimal("1013.25"),
                                new BigDecimal("45.12")));
        assertThat(climate).hasToString("21.53 °C, 1013.25 hPa, 45.12 %");
    }

    @Test
    void readsFrost() throws IOException {
        say(TEMPERATURE, "-1250");

        assertThat(sensor.read().celsius()).isEqualByComparingTo("-1.25");
    }

    @ParameterizedTest
    @CsvSource({TEMPERATURE, PRESSURE, HUMIDITY})
    void refusesAFolderThatLacksAValue(String file) throws IOException {
        Files.delete(folder.resolve(file));

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(sensor::read)
                .matches(fault -> fault.kind() == Fault.Kind.UNAVAILABLE)
                .withMessageEndingWith("has no " + file + ": want the folder of a BME280");
    }

    @ParameterizedTest
    @CsvSource({
        TEMPERATURE + ", 85001, -40000 to 85000",
        TEMPERATURE + ", -40001, -40000 to 85000",
        PRESSURE + ", 29.9, 30 to 110",
        PRESSURE + ", 101325, 30 to 110",
        HUMIDITY + ", 100001, 0 to 100000",
        HUMIDITY + ", -1, 0 to 100000"
    })
    void refusesWhatCannotBe(String file, String value, String range) throws IOException {
        say(file, value);

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(sensor::read)
                .withMessageContaining(file + " says " + value)
                .withMessageEndingWith("want " + range);
    }

    @ParameterizedTest
    @CsvSource({"''", "nan", "12e3", "1.2.3", "99999999999999999999999999999999999999"})
    void refusesWhatIsNoNumber(String value) throws IOException {
        say(PRESSURE, value);

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(sensor::read)
                .withMessageEndingWith(PRESSURE + " is no number: want kPa");
    }

    @Test
    void refusesAFileThatCannotBeRead() throws IOException {
        Files.delete(folder.resolve(HUMIDITY));
        Files.createDirectory(folder.resolve(HUMIDITY));

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(sensor::read)
                .matches(fault -> fault.kind() == Fault.Kind.UNAVAILABLE)
                .withMessageEndingWith(HUMIDITY + " cannot be read");
    }

    @Test
    void takesASensorThatSaysTheVerySameAgainAndAgainForStuck() throws IOException {
        for (int i = 0; i < Bme280.MOST_ALIKE; i++) {
            assertThat(sensor.read()).isNotNull();
        }

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(sensor::read)
                .withMessageContaining("it is stuck");
        say(TEMPERATURE, "21531");
        assertThat(sensor.read()).isNotNull();
    }
}
