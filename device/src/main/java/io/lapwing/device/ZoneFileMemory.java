package io.lapwing.device;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Regions in a file, read and written in place.
final class ZoneFileMemory implements ZoneMemory {
    private final Path file;
    private final FileChannel channel;
    private final int regions;

    private ZoneFileMemory(Path file, FileChannel channel, int regions) {
        this.file = file;
        this.channel = channel;
        this.regions = regions;
    }

    static ZoneFileMemory open(Path file, int regions) {
        boolean fresh = !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        try {
            FileChannel channel = channel(file, fresh);
            ZoneFileMemory memory = new ZoneFileMemory(file, channel, regions);
            try {
                memory.claim();
                if (fresh) {
                    memory.fillWithZeroes();
                }
                memory.requireWhole();
            } catch (Fault | IOException e) {
                channel.close();
                throw e;
            }
            return memory;
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "zone file " + file + " cannot be opened", e);
        }
    }

    private static FileChannel channel(Path file, boolean fresh) throws IOException {
        Set<OpenOption> options =
                new HashSet<>(
                        List.of(
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE,
                                LinkOption.NOFOLLOW_LINKS));
        if (fresh) {
            options.add(StandardOpenOption.CREATE_NEW);
        }
        return FileChannel.open(
                file,
                options,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /// The lock lasts as long as the channel.
    private void claim() throws IOException {
        boolean ours;
        try {
            ours = channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            ours = false;
        }
        if (!ours) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "zone file " + file + " is another zone's now: close that one first");
        }
    }

    private void fillWithZeroes() throws IOException {
        ByteBuffer zeroes = ByteBuffer.allocate(regions * ZoneRegion.BYTES);
        while (zeroes.hasRemaining()) {
            channel.write(zeroes, zeroes.position());
        }
        channel.force(true);
    }

    private void requireWhole() throws IOException {
        long want = (long) regions * ZoneRegion.BYTES;
        if (channel.size() != want) {
            throw new Fault(
                    Fault.Kind.TAMPERED,
                    "zone file "
                            + file
                            + " has "
                            + channel.size()
                            + " bytes: want "
                            + want
                            + ", it was cut, or is another zone's");
        }
    }

    @Override
    public int regions() {
        return regions;
    }

    @Override
    public void read(int index, MemorySegment into) {
        try {
            requireWhole();
            ByteBuffer octets = into.asByteBuffer();
            while (octets.hasRemaining()) {
                if (channel.read(octets, position(index, octets)) < 0) {
                    requireWhole();
                }
            }
        } catch (IOException e) {
            throw broken("read", e);
        }
    }

    @Override
    public void write(int index, MemorySegment region) {
        try {
            requireWhole();
            ByteBuffer octets = region.asByteBuffer();
            while (octets.hasRemaining()) {
                channel.write(octets, position(index, octets));
            }
            channel.force(false);
        } catch (IOException e) {
            throw broken("written", e);
        }
    }

    private static long position(int index, ByteBuffer octets) {
        return (long) index * ZoneRegion.BYTES + octets.position();
    }

    private Fault broken(String what, IOException cause) {
        return new Fault(Fault.Kind.UNAVAILABLE, "zone file " + file + " cannot be " + what, cause);
    }

    @Override
    public String protection() {
        return "file: octets as they are, for a memory that only this board reaches; not for a disk";
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw broken("closed", e);
        }
    }
}
