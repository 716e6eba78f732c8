package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.platform.LineChart.Axis;
import io.lapwing.platform.LineChart.Line;
import io.lapwing.platform.LineChart.Mark;
import io.lapwing.platform.LineChart.Point;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/// Pictures of tampers as a device's sensors saw them.
final class DevicePlots {
    private static final double FROM_MS = -1_000;
    private static final double TO_MS = 2_000;

    /// In s.
    private static final List<Double> TIMES = List.of(-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0);

    private static final int MOST_TICKS = 7;

    private DevicePlots() {}

    /// The sensor that told of a tamper.
    private enum Sensor {
        LIGHT("light", "lx"),
        TEMPERATURE("temperature", "°C"),
        PRESSURE("pressure in the case", "kPa");

        private final String words;
        private final String unit;

        Sensor(String words, String unit) {
            this.words = words;
            this.unit = unit;
        }

        double value(DeviceTamper.Reading reading) {
            return switch (this) {
                case LIGHT -> reading.lux();
                case TEMPERATURE -> reading.celsius();
                case PRESSURE -> reading.kilopascals();
            };
        }

        static Sensor of(DeviceTamper tamper) {
            return switch (tamper.sign()) {
                case "LIGHT" -> LIGHT;
                case "COOLING", "HEATING", "COLD", "HEAT" -> TEMPERATURE;
                default -> PRESSURE;
            };
        }
    }

    /// Writes one for each tamper into a folder.
    static void write(Path folder, List<DeviceTamper> tampers) {
        try {
            Files.createDirectories(folder);
            for (DeviceTamper tamper : tampers) {
                String name = "device-" + tamper.scene().replace(' ', '-') + ".svg";
                Files.writeString(folder.resolve(name), svg(tamper));
            }
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "cannot write into " + folder, e);
        }
    }

    private static String svg(DeviceTamper tamper) {
        Sensor sensor = Sensor.of(tamper);
        List<Point> points =
                tamper.trace().stream()
                        .filter(reading -> reading.ms() >= FROM_MS && reading.ms() <= TO_MS)
                        .filter(reading -> !Double.isNaN(sensor.value(reading)))
                        .map(reading -> new Point(reading.ms() / 1e3, sensor.value(reading)))
                        .toList();
        List<Mark> marks = new ArrayList<>(List.of(new Mark("tamper begins", 0)));
        if (tamper.blockedMs() >= 0) {
            marks.add(
                    new Mark(
                            "keys blocked, %.0f ms".formatted(tamper.blockedMs()),
                            tamper.blockedMs() / 1e3));
        }
        if (tamper.erasedMs() >= 0) {
            marks.add(
                    new Mark(
                            "keys erased, %.0f ms, within %.0f µs"
                                    .formatted(tamper.erasedMs(), tamper.erasureUs()),
                            tamper.erasedMs() / 1e3));
        }
        return new LineChart(
                        "%s: %s".formatted(capital(tamper.scene()), sensor.words),
                        "Keys are blocked %.0f ms and erased %.0f ms after the tamper began."
                                .formatted(tamper.blockedMs(), tamper.erasedMs()),
                        new Axis("s since the tamper began", TIMES),
                        new Axis(sensor.unit, ticks(points)),
                        false,
                        List.of(new Line(sensor.words.split(" ", 2)[0], false, points)))
                .svg(marks);
    }

    private static String capital(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /// Round numbers around all values, with room above for the names of moments: steps of 1, 2 or 5 times a power of ten.
    private static List<Double> ticks(List<Point> points) {
        double least = points.stream().mapToDouble(Point::up).min().orElse(0);
        double most = points.stream().mapToDouble(Point::up).max().orElse(1);
        double rough = Math.max(most - least, 1e-3) / (MOST_TICKS - 2);
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step =
                DoubleStream.of(1, 2, 5, 10)
                        .map(factor -> factor * power)
                        .filter(candidate -> candidate >= rough)
                        .findFirst()
                        .orElse(10 * power);
        List<Double> ticks = new ArrayList<>();
        for (double i = Math.floor(least / step); i * step < most + 2 * step; i++) {
            ticks.add(rounded(i * step));
        }
        return ticks;
    }

    private static double rounded(double value) {
        return BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_EVEN).doubleValue();
    }
}
