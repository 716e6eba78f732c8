package io.lapwing.device;

import java.util.Optional;
import java.util.stream.Stream;

/// What a tamper is, or a sign of one, by the number that an alarm carries.
public enum TamperKind {
    /// Light in the case: it was opened.
    LIGHT(1, true),
    /// The pressure in a sealed case jumped: it was pressed, opened or drilled.
    PRESSURE(2, true),
    /// It cools faster than any weather.
    COOLING(3, true),
    /// It heats up faster than any weather.
    HEATING(4, true),
    /// It is so cold that memory keeps its contents without power.
    COLD(5, true),
    /// It is hotter than the device gets by itself.
    HEAT(6, true),
    /// No sensor answers: their lines were cut.
    SENSORS_LOST(7, true),
    /// A sensor is not there.
    SENSOR_ABSENT(8, false),
    /// A sensor cannot be read.
    SENSOR_FAILING(9, false),
    /// A sensor says what it cannot measure, or no number.
    SENSOR_LYING(10, false),
    /// A sensor says the very same again and again, which a live one does not.
    SENSOR_STUCK(11, false),
    /// Nobody asked the sensors for a while.
    SENSORS_UNASKED(12, false);

    private final int code;
    private final boolean erases;

    TamperKind(int code, boolean erases) {
        this.code = code;
        this.erases = erases;
    }

    /// Its number, 1 to 255.
    public int code() {
        return code;
    }

    /// Whether it can be confirmed, and then erases the zone. The others only block it.
    public boolean erases() {
        return erases;
    }

    /// The kind with a number.
    public static Optional<TamperKind> of(int code) {
        return Stream.of(values()).filter(kind -> kind.code == code).findFirst();
    }
}
