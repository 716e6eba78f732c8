package io.lapwing.device;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Readings of sensors that do not exist: a case through the year, noise and now and then a disturbed bus, and a tamper if one is
/// wanted. The same seed gives the same readings, if they are asked for at the same times.
///
/// Pressure is in kPa, light in lx, temperature in °C. Times are ms since the beginning of a spring.
public final class TamperTrace {
    // BME280 data sheet, noise without filter, oversampled 16 times.
    private static final double PRESSURE_NOISE_KILOPASCALS = 0.0013;
    private static final double TEMPERATURE_NOISE_K = 0.005;

    private static final double LIGHT_NOISE_LUX = 0.02;

    /// Steps in which the kernel's files count.
    private static final double PRESSURE_STEPS = 1e5;

    private static final double LIGHT_STEPS = 100;
    private static final double TEMPERATURE_STEPS = 100;

    /// A reading in as many is any number, and one fails: some hundred times a year each.
    private static final int DISTURBED_ONE_IN = 1_000_000;

    private final RandomGenerator random;
    private final TamperWeather weather;
    private final TamperScene scene;
    private final double strength;
    private final double sceneMs;

    private TamperTrace(long seed, TamperScene scene, double sceneMs) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        weather = new TamperWeather(random);
        strength = random.nextDouble();
        this.scene = scene;
        this.sceneMs = sceneMs;
    }

    /// A case that nobody touches.
    public static TamperTrace quiet(long seed) {
        return new TamperTrace(seed, TamperScene.PRESSING, Double.POSITIVE_INFINITY);
    }

    /// A case that is tampered with from a time on.
    public static TamperTrace of(TamperScene scene, long seed, double fromMs) {
        return new TamperTrace(seed, scene, fromMs);
    }

    /// The readings at a time.
    public SensorReadings at(long timeMs) {
        TamperScene.Values values = weather.at(timeMs / 1000.0);
        if (timeMs >= sceneMs) {
            if (scene == TamperScene.LINES_CUT) {
                return new SensorReadings(
                        cut(SensorKind.PRESSURE),
                        cut(SensorKind.LIGHT),
                        cut(SensorKind.TEMPERATURE));
            }
            values = scene.on(values, timeMs - sceneMs, strength);
        }
        return new SensorReadings(
                reading(
                        SensorKind.PRESSURE,
                        noisy(values.kilopascals(), PRESSURE_NOISE_KILOPASCALS, PRESSURE_STEPS)),
                reading(
                        SensorKind.LIGHT,
                        Math.max(0, noisy(values.lux(), LIGHT_NOISE_LUX, LIGHT_STEPS))),
                reading(
                        SensorKind.TEMPERATURE,
                        noisy(values.celsius(), TEMPERATURE_NOISE_K, TEMPERATURE_STEPS)));
    }

    private double noisy(double value, double noise, double steps) {
        return Math.rint((value + noise * random.nextGaussian()) * steps) / steps;
    }

    private SensorReading reading(SensorKind kind, double value) {
        return switch (random.nextInt(DISTURBED_ONE_IN)) {
            case 0 -> cut(kind);
            case 1 ->
                    new SensorReading.Value(
                            kind.least() + (kind.most() - kind.least()) * random.nextDouble());
            default -> new SensorReading.Value(value);
        };
    }

    private static SensorReading cut(SensorKind kind) {
        return new SensorReading.Failed(
                TamperKind.SENSOR_FAILING, kind.word() + " sensor cannot be read");
    }
}
