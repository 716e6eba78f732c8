package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.nio.file.Path;
import java.util.Optional;

/// What the boot chain must not forget: which image was confirmed, which is on trial, and the highest sequence number that was
/// installed.
///
/// Who can put an older content back here can put back the older image with it. So it belongs where the running firmware alone can
/// write: in memory of a secure zone or of a TPM, or at least in a file that is.
public interface BootMemory {
    /// No content is longer.
    int LARGEST_BYTES = 256;

    /// What was last stored; empty in a new device.
    Optional<Bytes> load();

    /// Stores all of it or nothing, durable on return.
    void store(Bytes content);

    /// A small file, which is written anew, synced and moved over the one before.
    ///
    /// @param file need not exist; its folder must
    static BootMemory inFile(Path file) {
        return new BootMemoryFile(SlotFolder.around(file), SlotFolder.nameOf(file));
    }

    /// Two records of a zone, each of which holds all of it. In a keyed zone an older content is never believed; the zone's memory and its
    /// versions must outlive the process.
    ///
    /// @param first which record of the zone, counted from 0
    /// @param second another
    static BootMemory inZone(Zone zone, int first, int second) {
        if (first == second) {
            throw Fault.badInput("records %d and %d: want two".formatted(first, second));
        }
        return new BootMemoryZone(
                zone,
                zone.plan().index(ZoneClass.RECORD, first),
                zone.plan().index(ZoneClass.RECORD, second));
    }
}
