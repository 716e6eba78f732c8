package io.lapwing.device;

import io.lapwing.crypto.Fault;
import java.util.ArrayList;
import java.util.List;

/// The bounds that depend on the case and on where it stands.
///
/// @param dimLux from here on light is a sign
/// @param openLux from here on light, in two readings in succession, is an opened case
/// @param coldestCelsius below it, three times in succession, someone cools the device
/// @param hottestCelsius above it, three times in succession, someone heats it
/// @param kelvinPerSecond a temperature that changes faster, three times in succession the same way, is forced; half of it is a sign
/// @param sigmaKilopascals what the pressure in the case deviates by itself from its baseline; four times that, three times in
///     succession, is a tamper
public record TamperRules(
        double dimLux,
        double openLux,
        double coldestCelsius,
        double hottestCelsius,
        double kelvinPerSecond,
        double sigmaKilopascals) {
    public TamperRules {
        List<String> wrong = new ArrayList<>();
        if (!(dimLux > 0 && openLux >= dimLux)) {
            wrong.add(
                    "light bounds %s and %s lx: want them above 0, rising"
                            .formatted(dimLux, openLux));
        }
        if (!(coldestCelsius >= SensorKind.TEMPERATURE.least()
                && coldestCelsius < hottestCelsius
                && hottestCelsius <= SensorKind.TEMPERATURE.most())) {
            wrong.add(
                    "temperature bounds %s and %s °C: want them within -40 to 85, rising"
                            .formatted(coldestCelsius, hottestCelsius));
        }
        if (!(kelvinPerSecond > 0)) {
            wrong.add("temperature rate %s K/s: want it above 0".formatted(kelvinPerSecond));
        }
        if (!(sigmaKilopascals > 0)) {
            wrong.add("pressure deviation %s kPa: want it above 0".formatted(sigmaKilopascals));
        }
        if (!wrong.isEmpty()) {
            throw Fault.badInput(String.join("; ", wrong));
        }
    }

    /// For a sealed, dark case in a temperate climate. Where each bound comes from is in `docs/protocols/zone.md`.
    public static TamperRules defaults() {
        return new TamperRules(1, 5, -10, 75, 2, 0.05);
    }
}
