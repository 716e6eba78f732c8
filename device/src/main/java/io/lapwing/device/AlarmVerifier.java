package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.Eui64;
import java.util.List;
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
    /// @param module the first 8 octets of its module identity; where none is known any is taken, for the tag proves the device
    /// @param lastCounter of the last alarm accepted, 0 when there was none
    /// @param cmacs AES-CMAC under its [AlarmKey], one for each root key that it may still have, the likeliest first
    public record Known(
            Optional<Bytes> module, long lastCounter, List<UnaryOperator<Bytes>> cmacs) {
        public Known {
            cmacs = List.copyOf(cmacs);
        }

        /// A device with one root key, whose module is known.
        public Known(Bytes module, long lastCounter, UnaryOperator<Bytes> cmac) {
            this(Optional.of(module), lastCounter, List.of(cmac));
        }
    }

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
        if (known.cmacs().stream().noneMatch(frame::isAuthentic)) {
            return refused(
                    AlarmOutcome.Reason.FORGED,
                    "the alarm was not made with the alarm key of " + devEui);
        }
        if (known.module().filter(module -> !module.equals(alarm.sender().module())).isPresent()) {
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
