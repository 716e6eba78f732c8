package io.lapwing.device;

import io.lapwing.oscore.ManifestOutcome;
import io.lapwing.oscore.SuitManifest;

/// How an installation ended.
public sealed interface BootInstallation {
    /// It is started by the next boot, on trial.
    record Installed(ImageSlot slot, SuitManifest manifest) implements BootInstallation {}

    /// The manifest or the image is not one to go by; what ran before runs on.
    record Refused(ManifestOutcome.Refused refused) implements BootInstallation {}

    /// The image that runs is itself on trial: it has to confirm itself first.
    ///
    /// @param sequenceNumber of the image that runs
    record OnTrial(long sequenceNumber) implements BootInstallation {}
}
