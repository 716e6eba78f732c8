package io.lapwing.device;

import io.lapwing.crypto.Fault;
import java.util.ArrayList;
import java.util.List;

/// What the sensors of a real case said, for [TamperTrial#replay]. As text: the line `ms,kPa,lx,°C`, then one of numbers for each
/// reading, such as `100,101.325,0,21.5`, times rising. An empty field is a sensor that did not answer; a sensor that is not there
/// at all is left out by a constant.
///
/// @param taken one reading or more
public record TamperRecording(List<Taken> taken) {
    private static final String HEADER = "ms,kPa,lx,°C";
    private static final int FIELDS = 4;

    /// The readings of a month, ten a second.
    private static final int MOST = 27_000_000;

    public TamperRecording {
        taken = List.copyOf(taken);
        if (taken.isEmpty()) {
            throw Fault.badInput("recording without a reading: want one or more");
        }
    }

    /// One reading of each sensor.
    ///
    /// @param timeMs 0 or more
    public record Taken(long timeMs, SensorReadings readings) {}

    /// Reads lines.
    ///
    /// @throws Fault `BAD_INPUT` with the number of the line that is wrong
    public static TamperRecording parse(List<String> lines) {
        if (lines.isEmpty() || !lines.getFirst().strip().equals(HEADER)) {
            throw Fault.badInput("recording: want the line " + HEADER + " first");
        }
        if (lines.size() > MOST) {
            throw Fault.badInput(
                    "recording of %d lines: want at most %d".formatted(lines.size(), MOST));
        }
        List<Taken> taken = new ArrayList<>();
        long lastMs = -1;
        for (int i = 1; i < lines.size(); i++) {
            Taken next = line(i + 1, lines.get(i));
            if (next.timeMs() <= lastMs) {
                throw wrong(i + 1, "its time is not later than the one before");
            }
            lastMs = next.timeMs();
            taken.add(next);
        }
        return new TamperRecording(taken);
    }

    private static Taken line(int number, String text) {
        String[] fields = text.strip().split(",", -1);
        if (fields.length != FIELDS) {
            throw wrong(number, fields.length + " fields: want " + FIELDS);
        }
        try {
            return new Taken(
                    Long.parseLong(fields[0]),
                    new SensorReadings(
                            reading(SensorKind.PRESSURE, fields[1]),
                            reading(SensorKind.LIGHT, fields[2]),
                            reading(SensorKind.TEMPERATURE, fields[3])));
        } catch (NumberFormatException _) {
            throw wrong(number, "want numbers");
        }
    }

    private static SensorReading reading(SensorKind kind, String field) {
        return field.isEmpty()
                ? new SensorReading.Failed(
                        TamperKind.SENSOR_FAILING, kind.word() + " sensor said nothing")
                : new SensorReading.Value(Double.parseDouble(field));
    }

    private static Fault wrong(int number, String why) {
        return Fault.badInput("line %d of a recording: %s".formatted(number, why));
    }
}
