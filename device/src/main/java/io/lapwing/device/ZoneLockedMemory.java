package io.lapwing.device;

import io.lapwing.crypto.Secret;
import io.lapwing.crypto.libc.SecretMemory;
import java.lang.foreign.MemorySegment;

/// Regions in one secret of this process.
final class ZoneLockedMemory implements ZoneMemory {
    private final int regions;
    private final Secret octets;

    ZoneLockedMemory(int regions) {
        this.regions = regions;
        octets = Secret.allocate(regions * ZoneRegion.BYTES);
    }

    @Override
    public int regions() {
        return regions;
    }

    @Override
    public void read(int index, MemorySegment into) {
        into.copyFrom(region(index));
    }

    @Override
    public void write(int index, MemorySegment region) {
        region(index).copyFrom(region);
    }

    /// The octets themselves: for tests that do what an attacker on the bus does.
    MemorySegment region(int index) {
        return octets.segment().asSlice((long) index * ZoneRegion.BYTES, ZoneRegion.BYTES);
    }

    @Override
    public String protection() {
        return SecretMemory.protection();
    }

    /// Wipes them.
    @Override
    public void close() {
        octets.close();
    }
}
