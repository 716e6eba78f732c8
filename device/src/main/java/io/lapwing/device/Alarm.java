package io.lapwing.device;

import java.util.Optional;

/// An alarm that a device prepared and sent after its keys were erased.
///
/// @param code what happened, 0 to 255
/// @param counter higher than in any earlier alarm of the device, 1 to 2³² − 1
public record Alarm(AlarmSender sender, int code, long counter) {
    /// The highest counter.
    public static final long MOST = 0xFFFF_FFFFL;

    /// What happened; nothing when a newer device has a word for it that is not known here. It is an alarm all the same.
    public Optional<TamperKind> kind() {
        return TamperKind.of(code);
    }
}
