package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.oscore.ManifestOutcome;

/// Why something is not started.
public sealed interface BootRefusal {
    /// For people: which slot, what is wrong. Nothing secret.
    String why();

    /// The slot has no manifest or no image.
    record Empty(ImageSlot slot) implements BootRefusal {
        @Override
        public String why() {
            return "slot %s lacks its manifest or its image".formatted(slot);
        }
    }

    /// The manifest or the image is not one to go by.
    record Unfit(ImageSlot slot, ManifestOutcome.Refused refused) implements BootRefusal {
        @Override
        public String why() {
            return "slot %s: %s".formatted(slot, refused.why());
        }
    }

    /// Signed and in order, but not what was installed in this slot.
    ///
    /// @param digest of the manifest that stands there
    record Replaced(ImageSlot slot, Bytes digest) implements BootRefusal {
        @Override
        public String why() {
            return "slot %s has manifest %s, which was not installed there".formatted(slot, digest);
        }
    }

    /// It was started once and did not confirm itself.
    record Unconfirmed(ImageSlot slot, long sequenceNumber) implements BootRefusal {
        @Override
        public String why() {
            return "slot %s: image %d did not confirm itself".formatted(slot, sequenceNumber);
        }
    }

    /// The manifest or the image cannot be read, or the image not be loaded.
    record Unreadable(ImageSlot slot, String why) implements BootRefusal {}

    /// The boot memory is not what was written, or cannot be written.
    record Memory(String why) implements BootRefusal {}
}
