package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.device.SensorKind;
import io.lapwing.device.SensorReading;
import io.lapwing.device.SensorReadings;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;

/// Sensors of a device as Linux shows them, in a folder that somebody writes: two chips, three files.
record SensorFolder(Path root) {
    private static final int MILLI = 1000;

    /// Says these readings from now on. A sensor that fails says no number.
    void say(SensorReadings readings) {
        Path air = root.resolve("iio:device0");
        Path light = root.resolve("iio:device1");
        try {
            Files.createDirectories(air);
            Files.createDirectories(light);
            Files.writeString(
                    air.resolve("in_pressure_input"), text(readings.of(SensorKind.PRESSURE), 1));
            Files.writeString(
                    air.resolve("in_temp_input"), text(readings.of(SensorKind.TEMPERATURE), MILLI));
            Files.writeString(
                    light.resolve("in_illuminance_input"), text(readings.of(SensorKind.LIGHT), 1));
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, root + " cannot be written", e);
        }
    }

    private static String text(SensorReading reading, int filesUnits) {
        return switch (reading) {
            case SensorReading.Value(double value) ->
                    BigDecimal.valueOf(value)
                                    .multiply(BigDecimal.valueOf(filesUnits))
                                    .stripTrailingZeros()
                                    .toPlainString()
                            + "\n";
            case SensorReading.Failed _ -> "\n";
        };
    }
}
