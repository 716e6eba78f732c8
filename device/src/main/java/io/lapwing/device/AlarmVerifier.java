package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.Eui64;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The platform's side of alarms: pure, it asks for what is known of a device and says what a frame is worth.
public final class AlarmVerifier {
    private final Devices devices;

    public AlarmVerifier(Devices devices) {
        this.devices = devices;
    }

    /// The devices that can raise an alarm.
    @FunctionalInterface
    public interface Devices {
        Optional<Known> find(Eui64 devEui);
    }

    /// What is known of a device.
    ///
    /// @param module the first 8 octets of its module identity
    /// @param lastCounter of the last alarm accepted, 0 when there was none
    /// @param cmac AES-CMAC under its [AlarmKey]
    public record Known(Bytes module, long lastCounter, UnaryOperator<Bytes> cmac) {}

    /// Judges a frame, over whatever transport it came. The tag is checked before anything that the frame says is used, but for the
    /// DevEUI by which its key is found.
    public AlarmOutcome verify(Bytes octets) {
        AlarmFrame frame;
        try {
            frame = AlarmFrame.parse(octets);
        } catch (Fault fault) {
            return refused(AlarmOutcome.Reason.MALFORMED, fault.getMessage());
        }
        Eui64 devEui = frame.alarm().sender().devEui();
        return devices.find(devEui)
                .map(known -> judge(frame, known))
                .orElseGet(() ->
                        refused(
                                AlarmOutcome.Reason.UNKNOWN_DEVICE,
                                "no device " + devEui + " can raise an alarm"));
    }

    private static AlarmOutcome judge(AlarmFrame frame, Known known) {
        Alarm alarm = frame.alarm();
        Eui64 devEui = alarm.sender().devEui();
        if (!frame.isAuthentic(known.cmac())) {
            return refused(
                    AlarmOutcome.Reason.FORGED,
                    "the alarm was not made with the alarm key of " + devEui);
        }
        if (!alarm.sender().module().equals(known.module())) {
            return refused(
                    AlarmOutcome.Reason.OTHER_MODULE,
                    "the alarm of " + devEui + " is of another module");
        }
        if (alarm.counter() <= known.lastCounter()) {
            return refused(
                    AlarmOutcome.Reason.REPLAYED,
                    "alarm counter "
                            + alarm.counter()
                            + " of "
                            + devEui
                            + " is not above the last one, "
                            + known.lastCounter());
        }
        return new AlarmOutcome.Accepted(alarm);
    }

    private static AlarmOutcome refused(AlarmOutcome.Reason reason, String why) {
        return new AlarmOutcome.Refused(reason, why);
    }
}
