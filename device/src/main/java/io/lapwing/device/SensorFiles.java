package io.lapwing.device;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The tamper sensors as Linux shows them: folders of files of its industrial I/O subsystem, each read of which measures
/// (`Documentation/ABI/testing/sysfs-bus-iio`): `in_pressure_input` in kPa, `in_temp_input` in m°C, `in_illuminance_input` in lx,
/// or, of a sensor without, `_raw` times `_scale`.
///
/// A sensor that fails is a reading too: [SensorReading.Failed]. Not safe for use by many threads.
public final class SensorFiles {
    /// The most folders that are looked at: more than any board has.
    private static final int MOST_FOLDERS = 64;

    private final Path root;
    private final Map<SensorKind, Path> folders = new EnumMap<>(SensorKind.class);

    /// Finds the sensors: of each kind the first one by the name of its folder. What is not there now stays absent.
    ///
    /// @param root such as `/sys/bus/iio/devices`, one folder a chip
    /// @throws Fault `UNAVAILABLE` when the root cannot be listed
    public SensorFiles(Path root) {
        this.root = root;
        for (Path folder : foldersIn(root)) {
            for (SensorKind kind : SensorKind.values()) {
                if (Files.exists(folder.resolve(kind.file() + "_input"))
                        || Files.exists(folder.resolve(kind.file() + "_raw"))) {
                    folders.putIfAbsent(kind, folder);
                }
            }
        }
    }

    private static List<Path> foldersIn(Path root) {
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(Files::isDirectory).sorted().limit(MOST_FOLDERS).toList();
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "sensors "
                            + root
                            + " cannot be listed: want a folder such as /sys/bus/iio/devices",
                    e);
        }
    }

    /// Measures.
    public SensorReadings read() {
        return new SensorReadings(
                read(SensorKind.PRESSURE), read(SensorKind.LIGHT), read(SensorKind.TEMPERATURE));
    }

    private SensorReading read(SensorKind kind) {
        Path folder = folders.get(kind);
        if (folder == null) {
            return new SensorReading.Failed(
                    TamperKind.SENSOR_ABSENT, "no " + kind.word() + " sensor below " + root);
        }
        try {
            Path input = folder.resolve(kind.file() + "_input");
            double value =
                    Files.exists(input)
                            ? number(input)
                            : number(folder.resolve(kind.file() + "_raw"))
                                    * number(folder.resolve(kind.file() + "_scale"));
            return Double.isNaN(value)
                    ? new SensorReading.Failed(
                            TamperKind.SENSOR_LYING,
                            kind.word() + " sensor " + folder + " says no number")
                    : new SensorReading.Value(value * kind.unitsOfFile());
        } catch (NoSuchFileException _) {
            return new SensorReading.Failed(
                    TamperKind.SENSOR_ABSENT, kind.word() + " sensor " + folder + " is gone");
        } catch (IOException _) {
            return new SensorReading.Failed(
                    TamperKind.SENSOR_FAILING,
                    kind.word() + " sensor " + folder + " cannot be read");
        }
    }

    /// What a file says; NaN when that is no number.
    private static double number(Path file) throws IOException {
        return IioFile.number(file).map(Double::parseDouble).orElse(Double.NaN);
    }
}
