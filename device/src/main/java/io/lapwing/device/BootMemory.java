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
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.getParent();
        Path name = absolute.getFileName();
        if (folder == null || name == null) {
            throw Fault.badInput(file + " is a folder: want a file");
        }
        return new BootMemoryFile(new SlotFolder(folder), name.toString());
    }
}
