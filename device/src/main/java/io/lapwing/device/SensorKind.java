package io.lapwing.device;

/// What a tamper sensor measures: the name of its files, its unit, and what it can say at all.
public enum SensorKind {
    /// BME280 data sheet, table 1: 300 to 1100 hPa.
    PRESSURE("pressure", "in_pressure", 1, "kPa", 30, 110, true),
    /// Direct sunlight is about 120,000 lx. In the dark a sensor rightly says the same for ever.
    LIGHT("light", "in_illuminance", 1, "lx", 0, 200_000, false),
    /// BME280 data sheet, table 1: -40 to 85 °C.
    TEMPERATURE("temperature", "in_temp", 0.001, "°C", -40, 85, true);

    private final String word;
    private final String file;
    private final double unitsOfFile;
    private final String unit;
    private final double least;
    private final double most;
    private final boolean isRestless;

    SensorKind(
            String word,
            String file,
            double unitsOfFile,
            String unit,
            double least,
            double most,
            boolean isRestless) {
        this.word = word;
        this.file = file;
        this.unitsOfFile = unitsOfFile;
        this.unit = unit;
        this.least = least;
        this.most = most;
        this.isRestless = isRestless;
    }

    /// `pressure`, `light`, `temperature`
    public String word() {
        return word;
    }

    /// The unit of its readings.
    public String unit() {
        return unit;
    }

    /// How its files begin (`Documentation/ABI/testing/sysfs-bus-iio`).
    String file() {
        return file;
    }

    /// What one of the file's units is in [#unit()].
    double unitsOfFile() {
        return unitsOfFile;
    }

    double least() {
        return least;
    }

    double most() {
        return most;
    }

    /// Whether a live sensor's noise shows in its last digit.
    boolean isRestless() {
        return isRestless;
    }

    /// Whether such a sensor can say so. It cannot say NaN.
    boolean holds(double value) {
        return value >= least && value <= most;
    }
}
