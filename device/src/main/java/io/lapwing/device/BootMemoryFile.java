package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import java.util.Optional;

/// Boot memory in one file.
record BootMemoryFile(SlotDisk disk, String name) implements BootMemory {
    @Override
    public Optional<Bytes> load() {
        return ImageSlots.read(disk, name, LARGEST_BYTES + 1);
    }

    @Override
    public void store(Bytes content) {
        ImageSlots.replace(disk, name, content);
    }
}
