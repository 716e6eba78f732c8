package io.lapwing.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingTest {
    static final Reading WEATHER =
            Reading.of(
                    new Measurement.Temperature(-1_250),
                    new Measurement.Humidity(4_512),
                    new Measurement.Pressure(101_325));

    @Test
    void readsWhatItWrites() {
        var all =
                Reading.of(
                        new Measurement.Temperature(-27_315),
                        new Measurement.Humidity(10_000),
                        new Measurement.Pressure(0),
                        new Measurement.Other("dose", "uSv/h", Long.MIN_VALUE, -9),
                        new Measurement.Other("n", "", Long.MAX_VALUE, 9));

        assertThat(Reading.parse(all.encode())).isEqualTo(all);
        assertThat(Reading.parse(WEATHER.encode())).isEqualTo(WEATHER);
        assertThat(WEATHER.encode().length()).isEqualTo(15);
    }

    @Test
    void hasValuesWithUnits() {
        assertThat(WEATHER.values())
                .extracting(value -> value.name() + " " + value.value() + " " + value.unit())
                .containsExactly("temperature -12.50 °C", "humidity 45.12 %", "pressure 101325 Pa");
        assertThat(new Measurement.Other("light", "lx", 125, -1).value())
                .isEqualByComparingTo("12.5");
    }

    @ParameterizedTest
    @CsvSource({
        "80, reading of 0 values: want 1 to 16",
        "91, reading of 17 entries: want at most 16",
        "8104, kind of a value is 4: want 0 to 3",
        "810039FFFF, temperature is -65536: want -27315 to 10000000",
        "8101192711, humidity is 10001: want 0 to 10000",
        "81021A3B9ACA01, pressure is 1000000001",
        "8100, no bytes are left",
        "8100190001, written longer than it needs",
        "810360600000, measurement with a name of 0",
        "810361E9600000, name is no printable ASCII",
        "81036141600009FF, 1 bytes after the message",
        "8103614160000A, exponent is 10: want -9 to 9",
        "8103614160001BFFFFFFFFFFFFFFFF, exponent is too large",
        "81020000, 1 bytes after the message: want none"
    })
    void refusesWhatIsNone(String octets, String why) {
        Samples.assertFault(Fault.Kind.BAD_INPUT, () -> Reading.parse(Bytes.hex(octets)))
                .hasMessageContaining(why);
    }

    @Test
    void refusesTooManyValues() {
        List<Measurement> many = Collections.nCopies(17, new Measurement.Pressure(1));

        Samples.assertFault(Fault.Kind.BAD_INPUT, () -> new Reading(many))
                .hasMessageContaining("reading of 17 values: want 1 to 16");
        Samples.assertFault(
                Fault.Kind.BAD_INPUT, () -> new Measurement.Other("x".repeat(17), "", 1, 0));
        Samples.assertFault(Fault.Kind.BAD_INPUT, () -> new Measurement.Other("x", "µ", 1, 0));
    }
}
