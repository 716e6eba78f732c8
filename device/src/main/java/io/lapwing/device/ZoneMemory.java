package io.lapwing.device;

import io.lapwing.crypto.Fault;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// Where the regions of a zone are, 0x100 octets each: memory of this process, a battery-backed memory, an external chip.
///
/// Regions are copied in and out whole: what was verified is what is used, whatever happens to the memory meanwhile.
/// An implementation verifies nothing. One thread at a time.
public interface ZoneMemory extends AutoCloseable {
    /// Native memory of this process, locked where the system allows it, zeroes at first, gone with the process.
    static ZoneMemory locked(int regions) {
        return new ZoneLockedMemory(regions);
    }

    /// A file of exactly these regions, and of no other process meanwhile: a battery-backed memory as Linux shows it
    /// (`/sys/bus/nvmem/devices`, a file on a persistent-memory mount). One that is not there is made, full of zeroes, readable
    /// by its owner alone.
    ///
    /// It is read and written in place and not mapped: memory chips cannot be mapped, and a mapped file that is cut kills the
    /// process.
    ///
    /// @throws Fault `TAMPERED` when the file has another length, `CONFLICT` when another process has it, `UNAVAILABLE`
    ///     when it cannot be opened
    static ZoneMemory file(Path file, int regions) {
        return ZoneFileMemory.open(file, regions);
    }

    /// How many regions there are.
    int regions();

    /// Copies a region out.
    ///
    /// @param into native, 0x100 octets
    /// @throws Fault `TAMPERED` when the memory lost octets, `UNAVAILABLE` when it does not answer
    void read(int index, MemorySegment into);

    /// Copies a region in, durable on return as far as the memory is.
    ///
    /// @param region native, 0x100 octets
    /// @throws Fault as [#read]
    void write(int index, MemorySegment region);

    /// How the regions are held, in words.
    String protection();

    @Override
    void close();
}
