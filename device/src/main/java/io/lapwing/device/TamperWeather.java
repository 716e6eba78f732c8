package io.lapwing.device;

import java.util.random.RandomGenerator;

/// What a sealed case goes through undisturbed: seasons, day and night, weather, sun and clouds, and the board's own load. A function of
/// time, so that any hour of a year can be looked at by itself.
final class TamperWeather {
    private static final double DAY_S = 86_400;
    private static final double YEAR_S = 365.25 * DAY_S;

    /// A temperate climate: mean, and the halves of the yearly, daily and each weather's swing, in K.
    private static final double MEAN_CELSIUS = 12;

    private static final double SEASON_K = 11;
    private static final double DAILY_K = 4;
    private static final double WEATHER_K = 1;

    /// What the board warms its case by itself, the sun at noon in summer, and a load of five minutes every hour.
    private static final double OWN_K = 6;

    private static final double SUN_K = 12;
    private static final double LOAD_K = 2;
    private static final double LOAD_EVERY_S = 3600;
    private static final double LOAD_S = 300;
    private static final double LOAD_LAG_S = 120;

    /// Sealed at 30 °C, so that the sensor's 110 kPa are not reached in the sun.
    private static final double SEALED_KELVIN = 303.15;

    private static final double SEALED_KILOPASCALS = 101.3;
    private static final double ZERO_KELVIN = 273.15;

    /// How much of the weather's pressure a stiff case lets through.
    private static final double GIVE = 0.02;

    /// A door slams, in kPa and s.
    private static final double SLAM_KILOPASCALS = 0.03;

    private static final double SLAM_EVERY_S = 7000;
    private static final double SLAM_S = 0.3;

    /// Light through the seams at noon.
    private static final double LEAK_LUX = 0.3;

    private final double[] periods = new double[4];
    private final double[] phases = new double[4];
    private final double cloudS;
    private final double cloudPhase;

    TamperWeather(RandomGenerator random) {
        for (int i = 0; i < periods.length; i++) {
            periods[i] = DAY_S * (2 + 7 * random.nextDouble());
            phases[i] = 2 * Math.PI * random.nextDouble();
        }
        cloudS = 1200 + 2400 * random.nextDouble();
        cloudPhase = 2 * Math.PI * random.nextDouble();
    }

    /// @param seconds since the beginning of a spring
    TamperScene.Values at(double seconds) {
        double season = Math.sin(2 * Math.PI * seconds / YEAR_S);
        double day = Math.sin(2 * Math.PI * seconds / DAY_S);
        double weather = 0;
        for (int i = 0; i < periods.length; i++) {
            weather += Math.sin(2 * Math.PI * seconds / periods[i] + phases[i]);
        }
        double cloud = 0.7 + 0.3 * Math.sin(2 * Math.PI * seconds / cloudS + cloudPhase);
        double sun = Math.max(0, day) * (0.6 + 0.4 * season) * cloud;
        double celsius =
                MEAN_CELSIUS
                        + SEASON_K * season
                        + DAILY_K * day
                        + WEATHER_K * weather
                        + OWN_K
                        + SUN_K * sun
                        + load(seconds % LOAD_EVERY_S);
        double kilopascals =
                SEALED_KILOPASCALS * (celsius + ZERO_KELVIN) / SEALED_KELVIN
                        - GIVE * weather
                        + (seconds % SLAM_EVERY_S < SLAM_S ? SLAM_KILOPASCALS : 0);
        return new TamperScene.Values(kilopascals, LEAK_LUX * sun, celsius);
    }

    private static double load(double seconds) {
        double warmed = -LOAD_K * Math.expm1(-Math.min(seconds, LOAD_S) / LOAD_LAG_S);
        return seconds <= LOAD_S ? warmed : warmed * Math.exp(-(seconds - LOAD_S) / LOAD_LAG_S);
    }
}
