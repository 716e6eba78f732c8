package io.lapwing.device;

/// One reading of each sensor.
public record SensorReadings(
        SensorReading pressure, SensorReading light, SensorReading temperature) {
    /// Readings that are there.
    ///
    /// @param kilopascals pressure
    /// @param lux light
    /// @param celsius temperature
    public static SensorReadings of(double kilopascals, double lux, double celsius) {
        return new SensorReadings(
                new SensorReading.Value(kilopascals),
                new SensorReading.Value(lux),
                new SensorReading.Value(celsius));
    }

    /// That of one sensor.
    public SensorReading of(SensorKind kind) {
        return switch (kind) {
            case PRESSURE -> pressure;
            case LIGHT -> light;
            case TEMPERATURE -> temperature;
        };
    }
}
