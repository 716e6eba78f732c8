package io.lapwing.oscore;

import io.lapwing.crypto.Fault;
import java.util.UUID;

/// Whom a manifest must be for.
///
/// @param vendor who made the device
/// @param deviceClass the devices that take the same image
/// @param largestImageBytes for which there is room, 1 or more
public record Recipient(UUID vendor, UUID deviceClass, long largestImageBytes) {
    public Recipient {
        if (largestImageBytes < 1) {
            throw Fault.badInput(
                    "room for an image of " + largestImageBytes + " bytes: want 1 or more");
        }
    }
}
