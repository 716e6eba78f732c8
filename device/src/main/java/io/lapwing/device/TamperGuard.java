package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a device does about a tamper: it blocks the keys of its zone while one is suspected, and when one is confirmed erases them before
/// anything else, then sends the alarm that was prepared, over the first transport that takes it.
///
/// Whoever drives it hands it readings ten times a second. What failed, an erasure or every transport, is tried again with each.
/// Not safe for use by many threads; the zone is.
public final class TamperGuard {
    /// Rehearsals of a tamper: the first one loads its code, which takes a hundred times as long as the erasure.
    private static final int REHEARSALS = 20;

    private final Zone zone;
    private final TamperDetector detector;
    private final AlarmFrames alarms;
    private final List<AlarmTransport> transports;
    private @Nullable ZoneErasure erasure;
    private boolean reported;

    /// @param transports the best first
    public TamperGuard(
            Zone zone,
            TamperDetector detector,
            AlarmFrames alarms,
            List<AlarmTransport> transports) {
        this.zone = zone;
        this.detector = detector;
        this.alarms = alarms;
        this.transports = List.copyOf(transports);
        rehearse();
    }

    private static void rehearse() {
        ZonePlan plan = new ZonePlan(1, 0, 0, 0);
        SensorReadings bright = SensorReadings.of(100, SensorKind.LIGHT.most(), 20);
        for (int i = 0; i < REHEARSALS; i++) {
            new TamperDetector(TamperRules.defaults()).take(bright, i);
            try (Zone nobodys = Zone.hashed(ZoneMemory.locked(plan.regions()), plan)) {
                nobodys.erase();
            }
        }
    }

    /// Judges readings and acts. When it returns a confirmed tamper, the zone is erased.
    ///
    /// @param timeMs as for [TamperDetector#take]
    public TamperVerdict take(SensorReadings readings, long timeMs) {
        TamperVerdict verdict = detector.take(readings, timeMs);
        switch (verdict) {
            case TamperVerdict.Quiet _ -> zone.unblock();
            case TamperVerdict.Potential _ -> zone.block();
            case TamperVerdict.Confirmed(TamperSign sign) -> {
                if (erasure == null || !erasure.isComplete()) {
                    erasure = zone.erase();
                }
                if (!reported) {
                    reported = report(alarms.of(sign.kind()));
                }
            }
        }
        return verdict;
    }

    private boolean report(Bytes frame) {
        for (AlarmTransport transport : transports) {
            try {
                if (transport.send(frame)) {
                    return true;
                }
            } catch (Fault _) {
                // The next transport may be alive, and this one is asked again with the next
                // readings.
            }
        }
        return false;
    }

    /// The last erasure, if there was one.
    public Optional<ZoneErasure> erasure() {
        return Optional.ofNullable(erasure);
    }

    /// Whether a transport took the alarm.
    public boolean isReported() {
        return reported;
    }
}
