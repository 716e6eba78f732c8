package io.lapwing.device;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A BME280 as Linux shows it: a folder of files of its industrial I/O subsystem, each read of which measures
/// (`Documentation/ABI/testing/sysfs-bus-iio`).
///
/// What cannot be is no reading: values beyond what the chip measures (BME280 data sheet, table 1), and a sensor that says the
/// very same again and again, which a live one does not. Not safe for use by many threads.
public final class Bme280 {
    /// As many readings alike to the last digit, and the sensor is taken to be stuck.
    public static final int MOST_ALIKE = 20;

    private static final int DECIMALS = 2;

    private final Path folder;
    private @Nullable Raw last;
    private int alike;

    /// @param folder such as `/sys/bus/iio/devices/iio:device0`
    public Bme280(Path folder) {
        this.folder = folder;
    }

    /// A value of the sensor: its file, its unit there, the chip's range in that unit.
    private enum Channel {
        TEMPERATURE("in_temp_input", "m°C", -40_000, 85_000),
        PRESSURE("in_pressure_input", "kPa", 30, 110),
        HUMIDITY("in_humidityrelative_input", "m%", 0, 100_000);

        private final String file;
        private final String unit;
        private final int least;
        private final int most;

        Channel(String file, String unit, int least, int most) {
            this.file = file;
            this.unit = unit;
            this.least = least;
            this.most = most;
        }

        boolean holds(BigDecimal value) {
            return value.compareTo(BigDecimal.valueOf(least)) >= 0
                    && value.compareTo(BigDecimal.valueOf(most)) <= 0;
        }
    }

    private record Raw(BigDecimal temperature, BigDecimal pressure, BigDecimal humidity) {}

    /// Measures.
    ///
    /// @throws Fault `UNAVAILABLE` when a file is missing, cannot be read or says what cannot be, and when the sensor is stuck
    public Climate read() {
        Raw now =
                new Raw(read(Channel.TEMPERATURE), read(Channel.PRESSURE), read(Channel.HUMIDITY));
        alike = now.equals(last) ? alike + 1 : 1;
        last = now;
        if (alike > MOST_ALIKE) {
            throw broken(
                    "said the same %d times: it is stuck, want it powered off and on"
                            .formatted(alike));
        }
        return new Climate(
                scaled(now.temperature().movePointLeft(3)),
                scaled(now.pressure().movePointRight(1)),
                scaled(now.humidity().movePointLeft(3)));
    }

    private static BigDecimal scaled(BigDecimal value) {
        return value.setScale(DECIMALS, RoundingMode.HALF_EVEN);
    }

    private BigDecimal read(Channel channel) {
        String text = text(channel);
        BigDecimal value = new BigDecimal(text);
        if (!channel.holds(value)) {
            throw broken(
                    "%s says %s %s: want %d to %d"
                            .formatted(
                                    channel.file, text, channel.unit, channel.least, channel.most));
        }
        return value;
    }

    private String text(Channel channel) {
        Path file = folder.resolve(channel.file);
        if (!Files.exists(file)) {
            throw broken("has no " + channel.file + ": want the folder of a BME280");
        }
        try {
            return IioFile.number(file)
                    .orElseThrow(
                            () -> broken(channel.file + " is no number: want " + channel.unit));
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "sensor " + folder + ": " + channel.file + " cannot be read",
                    e);
        }
    }

    private Fault broken(String why) {
        return new Fault(Fault.Kind.UNAVAILABLE, "sensor " + folder + " " + why);
    }
}
