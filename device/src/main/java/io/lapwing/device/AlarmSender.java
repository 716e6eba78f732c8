package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.Eui64;

/// Whose alarm it is.
///
/// @param module the first 8 octets of the module identity
public record AlarmSender(Eui64 devEui, Bytes module) {
    /// Octets of the module identity that an alarm carries.
    public static final int MODULE_BYTES = 8;

    public AlarmSender {
        if (module.length() != MODULE_BYTES) {
            throw Fault.badInput(
                    "module identity of " + module.length() + " bytes: want its first 8");
        }
    }
}
