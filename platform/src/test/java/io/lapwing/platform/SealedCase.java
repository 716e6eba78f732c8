package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.device.AlarmSender;
import io.lapwing.device.AlarmTransport;
import io.lapwing.device.SensorFiles;
import io.lapwing.device.SensorReading;
import io.lapwing.device.SensorReadings;
import io.lapwing.device.TamperDetector;
import io.lapwing.device.TamperGuard;
import io.lapwing.device.TamperRules;
import io.lapwing.device.TamperScene;
import io.lapwing.device.TamperTrace;
import io.lapwing.device.Zone;
import io.lapwing.device.ZoneCounter;
import io.lapwing.device.ZoneKeySlots;
import io.lapwing.device.ZoneMemory;
import io.lapwing.device.ZonePlan;
import io.lapwing.device.ZoneVersions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// The case of a device: its root keys in a secure zone, a guard before it, and the files of sensors that see what happens to it.
final class SealedCase implements AutoCloseable {
    /// The first 8 octets of the module identity of every case.
    static final Bytes MODULE = Bytes.hex("A1A2A3A4A5A6A7A8");

    private static final long QUIET_MS = 10_000;
    private static final long PATIENCE_MS = 5_000;

    private final Zone zone;
    private final TamperGuard guard;
    private final Path chip;
    private final SensorFiles sensors;

    SealedCase(TestDevice device, Path sensorRoot, AlarmTransport transport) throws IOException {
        Aes aes = Aes.best();
        ZonePlan plan = ZonePlan.forLorawan();
        zone =
                Zone.keyed(
                        ZoneMemory.locked(plan.regions()),
                        plan,
                        Secret.random(32),
                        ZoneVersions.locked(plan.regions()));
        ZoneKeySlots slots =
                device.nwkKey()
                        .map(root ->
                                ZoneKeySlots.of11(zone, aes, secret(root), secret(device.appKey())))
                        .orElseGet(() -> ZoneKeySlots.of10(zone, aes, secret(device.appKey())));
        guard =
                new TamperGuard(
                        zone,
                        new TamperDetector(TamperRules.defaults()),
                        slots.alarms(
                                new AlarmSender(device.devEui(), MODULE),
                                new ZoneCounter(zone, 0).next()),
                        List.of(transport));
        chip = Files.createDirectories(sensorRoot.resolve("iio:device0"));
        measure(TamperTrace.quiet(1).at(0));
        sensors = new SensorFiles(sensorRoot);
    }

    private static Secret secret(Bytes octets) {
        return Secret.take(octets.toArray());
    }

    /// Somebody does this to it; ends when the guard has reported it.
    ///
    /// @return whether the zone is erased
    boolean suffers(TamperScene scene) throws IOException {
        TamperTrace trace = TamperTrace.of(scene, 1, QUIET_MS);
        for (long timeMs = 0;
                timeMs < QUIET_MS + PATIENCE_MS && !guard.isReported();
                timeMs += TamperDetector.PERIOD_MS) {
            measure(trace.at(timeMs));
            var _ = guard.take(sensors.read(), timeMs);
        }
        return zone.isErased() && guard.isReported();
    }

    private void measure(SensorReadings readings) throws IOException {
        say("in_pressure_input", readings.pressure(), 1);
        say("in_illuminance_input", readings.light(), 1);
        say("in_temp_input", readings.temperature(), 1000);
    }

    private void say(String file, SensorReading reading, double unit) throws IOException {
        String text =
                switch (reading) {
                    case SensorReading.Value(double value) ->
                            String.format(Locale.ROOT, "%.6f\n", value * unit);
                    case SensorReading.Failed _ -> "?\n";
                };
        Files.writeString(chip.resolve(file), text);
    }

    @Override
    public void close() {
        zone.close();
    }
}
