package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.oscore.SuitManifest;
import java.util.List;

/// How a boot ended.
public sealed interface BootOutcome {
    /// What was added to the measurements: 32 octets.
    Bytes measured();

    /// What was not started, in the order it was looked at.
    List<BootRefusal> refused();

    /// Start this image, and no other.
    ///
    /// @param manifestDigest by which the manifest is known again
    /// @param onTrial it has to confirm itself, or the one before comes back
    record Running(
            ImageSlot slot,
            SuitManifest manifest,
            Bytes manifestDigest,
            boolean onTrial,
            Bytes measured,
            List<BootRefusal> refused)
            implements BootOutcome {
        public Running {
            refused = List.copyOf(refused);
        }
    }

    /// Start nothing.
    record Stopped(Bytes measured, List<BootRefusal> refused) implements BootOutcome {
        public Stopped {
            refused = List.copyOf(refused);
        }
    }
}
