package io.lapwing.device;

import io.lapwing.crypto.Fault;
import java.util.List;

/// What came of reading a sensor.
public sealed interface SensorReading {
    /// What it said, in its kind's unit; not judged yet, so it may be impossible.
    record Value(double value) implements SensorReading {}

    /// It said nothing.
    ///
    /// @param failure [TamperKind#SENSOR_ABSENT], [TamperKind#SENSOR_FAILING] or [TamperKind#SENSOR_LYING]
    /// @param why for people
    record Failed(TamperKind failure, String why) implements SensorReading {
        private static final List<TamperKind> FAILURES =
                List.of(
                        TamperKind.SENSOR_ABSENT,
                        TamperKind.SENSOR_FAILING,
                        TamperKind.SENSOR_LYING);

        public Failed {
            if (!FAILURES.contains(failure)) {
                throw Fault.badInput(failure + " is no failure to read: want " + FAILURES);
            }
        }
    }
}
