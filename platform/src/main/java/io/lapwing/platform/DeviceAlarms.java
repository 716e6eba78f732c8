package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.device.Alarm;
import io.lapwing.device.AlarmKey;
import io.lapwing.device.AlarmOutcome;
import io.lapwing.device.AlarmVerifier;
import io.lapwing.device.TamperKind;
import io.lapwing.kms.Actor;
import io.lapwing.kms.Alarms;
import io.lapwing.kms.ModuleDigest;
import io.lapwing.lorawan.Eui64;
import io.lapwing.service.Metrics;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Alarms of devices, by whichever way they come: judged by [AlarmVerifier], and taken by [Alarms].
///
/// What is refused changes nothing and is in no audit record, for anybody can send it; it is counted.
final class DeviceAlarms {
    private final Alarms alarms;
    private final AlarmVerifier verifier;
    private volatile Counts counts = Counts.in(new Metrics());

    DeviceAlarms(Alarms alarms) {
        this.alarms = alarms;
        verifier = new AlarmVerifier(this::known);
    }

    /// What is counted.
    private record Counts(
            Metrics.Counter taken,
            Map<AlarmOutcome.Reason, Metrics.Counter> refused,
            Metrics.Counter flooded,
            Metrics.Counter failed) {
        private static Counts in(Metrics metrics) {
            Map<AlarmOutcome.Reason, Metrics.Counter> refused =
                    new EnumMap<>(AlarmOutcome.Reason.class);
            for (AlarmOutcome.Reason reason : AlarmOutcome.Reason.values()) {
                refused.put(reason, refused(metrics, Words.of(reason)));
            }
            return new Counts(
                    metrics.counter(
                            "lapwing_alarms_total", "Alarms of devices that were taken", Map.of()),
                    refused,
                    refused(metrics, "flooded"),
                    refused(metrics, "failed"));
        }

        private static Metrics.Counter refused(Metrics metrics, String reason) {
            return metrics.counter(
                    "lapwing_alarms_refused_total",
                    "Alarm frames that were not taken",
                    Map.of("reason", reason));
        }
    }

    /// Counts among these from now on.
    void countIn(Metrics metrics) {
        counts = Counts.in(metrics);
    }

    private Optional<AlarmVerifier.Known> known(Eui64 devEui) {
        return alarms.find(devEui, AlarmKey.block(devEui))
                .map(raiser ->
                        new AlarmVerifier.Known(
                                raiser.device().module().map(ModuleDigest::beginning),
                                raiser.device().lastAlarmCounter(),
                                raiser.macs()));
    }

    /// Judges an alarm frame. When it is authentic and new, its device is compromised, durably, on return.
    ///
    /// @param bringer who brought it
    /// @throws Fault `UNAVAILABLE`, `EXHAUSTED`, `CONFLICT` when it could not be judged or taken now: it may come again
    AlarmOutcome take(Actor bringer, Bytes frame) {
        try {
            AlarmOutcome outcome =
                    switch (verifier.verify(frame)) {
                        case AlarmOutcome.Accepted(Alarm alarm) -> taken(bringer, alarm);
                        case AlarmOutcome.Refused refused -> refused;
                    };
            count(outcome);
            return outcome;
        } catch (Fault fault) {
            counts.failed().increment();
            throw fault;
        }
    }

    private AlarmOutcome taken(Actor bringer, Alarm alarm) {
        Eui64 devEui = alarm.sender().devEui();
        return switch (alarms.take(bringer, devEui, alarm.counter(), word(alarm))) {
            case Alarms.Taking.Taken _ -> new AlarmOutcome.Accepted(alarm);
            case Alarms.Taking.Old(long last) ->
                    new AlarmOutcome.Refused(
                            AlarmOutcome.Reason.REPLAYED,
                            "alarm counter %d of %s is not above the last one, %d"
                                    .formatted(alarm.counter(), devEui, last));
        };
    }

    /// The kind in a word; that of a newer device by its number.
    static String word(Alarm alarm) {
        Optional<TamperKind> kind = alarm.kind();
        return kind.isPresent() ? Words.of(kind.get()) : "kind-" + alarm.code();
    }

    private void count(AlarmOutcome outcome) {
        switch (outcome) {
            case AlarmOutcome.Accepted _ -> counts.taken().increment();
            case AlarmOutcome.Refused refused -> {
                Metrics.Counter counter = counts.refused().get(refused.reason());
                if (counter != null) {
                    counter.increment();
                }
            }
        }
    }

    /// Counts a frame that was dropped unseen, because too many came.
    void flooded() {
        counts.flooded().increment();
    }

    /// A refusal as a fault, for who may know all.
    static Fault fault(AlarmOutcome.Refused refused) {
        return new Fault(kind(refused.reason()), refused.why());
    }

    /// A refusal as a fault that does not tell which devices there are.
    static Fault discreet(AlarmOutcome.Refused refused) {
        return switch (refused.reason()) {
            case UNKNOWN_DEVICE, FORGED, OTHER_MODULE ->
                    new Fault(Fault.Kind.FORBIDDEN, "not the alarm of a device that is known here");
            case MALFORMED, REPLAYED -> fault(refused);
        };
    }

    private static Fault.Kind kind(AlarmOutcome.Reason reason) {
        return switch (reason) {
            case MALFORMED -> Fault.Kind.BAD_INPUT;
            case UNKNOWN_DEVICE -> Fault.Kind.NOT_FOUND;
            case FORGED, OTHER_MODULE -> Fault.Kind.FORBIDDEN;
            case REPLAYED -> Fault.Kind.CONFLICT;
        };
    }
}
