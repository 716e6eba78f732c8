package io.lapwing.platform;

import io.lapwing.device.SensorKind;
import io.lapwing.device.SensorReading;
import io.lapwing.device.SensorReadings;
import io.lapwing.device.TamperDetector;
import io.lapwing.device.TamperRules;
import io.lapwing.device.TamperScene;
import io.lapwing.device.TamperTrial;
import io.lapwing.device.TamperVerdict;
import java.util.ArrayList;
import java.util.List;

/// Plays a synthetic tamper to a core, reading by reading, through the files of its sensors. Time is the trace's, ten readings a
/// second, and passes as fast as both can.
final class TamperPlay {
    /// How much of the quiet before is played, and how much of the tamper.
    private static final double BEFORE_MS = 15_000;

    private static final double AFTER_MS = 3_000;

    private final SensorFolder sensors;
    private final List<DeviceTamper.Reading> trace = new ArrayList<>();
    private double blockedMs = -1;
    private double erasedMs = -1;
    private DemoCore.Answer last = new DemoCore.Answer("quiet", "", 0, 0, 0);
    private boolean asTheDetector = true;

    TamperPlay(SensorFolder sensors) {
        this.sensors = sensors;
    }

    /// The trace of a seed.
    static List<TamperTrial.Moment> moments(TamperScene scene, long seed) {
        return new TamperTrial(TamperRules.defaults())
                .trace(scene, seed).stream()
                        .filter(moment -> moment.timeMs() >= -BEFORE_MS)
                        .filter(moment -> moment.timeMs() <= AFTER_MS)
                        .toList();
    }

    /// Plays one.
    DeviceTamper play(TamperScene scene, long seed, DemoCore core) {
        TamperDetector detector = new TamperDetector(TamperRules.defaults());
        long timeMs = 0;
        for (TamperTrial.Moment moment : moments(scene, seed)) {
            sensors.say(moment.readings());
            DemoCore.Answer answer = core.look(timeMs);
            asTheDetector &=
                    answer.verdict().equals(word(detector.take(moment.readings(), timeMs)));
            keep(moment, answer);
            timeMs += TamperDetector.PERIOD_MS;
        }
        return new DeviceTamper(
                scene.words(),
                last.kind(),
                blockedMs,
                erasedMs,
                last.erasureNs() / 1e3,
                last.erased(),
                last.failed(),
                trace);
    }

    /// Whether what went through the files was judged like what did not.
    boolean isAsTheDetector() {
        return asTheDetector;
    }

    private void keep(TamperTrial.Moment moment, DemoCore.Answer answer) {
        last = answer;
        if (moment.timeMs() >= 0 && !answer.isQuiet() && blockedMs < 0) {
            blockedMs = moment.timeMs();
        }
        if (answer.isConfirmed() && erasedMs < 0) {
            erasedMs = moment.timeMs();
        }
        SensorReadings readings = moment.readings();
        trace.add(
                new DeviceTamper.Reading(
                        moment.timeMs(),
                        number(readings.of(SensorKind.PRESSURE)),
                        number(readings.of(SensorKind.LIGHT)),
                        number(readings.of(SensorKind.TEMPERATURE)),
                        answer.verdict()));
    }

    private static double number(SensorReading reading) {
        return reading instanceof SensorReading.Value(double value) ? value : Double.NaN;
    }

    private static String word(TamperVerdict verdict) {
        return switch (verdict) {
            case TamperVerdict.Quiet _ -> "quiet";
            case TamperVerdict.Potential _ -> "potential";
            case TamperVerdict.Confirmed _ -> "confirmed";
        };
    }
}
