package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.LshMac;
import io.lapwing.crypto.Secret;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Versions of a zone that outlive the process, in a file under a [RisingCounter]. Who writes to the file can make the zone useless,
/// and not have an older one believed.
///
/// The file has the counter's value (8 octets), a version for each region (8 each), and HMAC-LSH-256-224 over all of it. It is written
/// with the value that is to come; then the counter is raised to it. Power may be cut anywhere.
///
/// Each raise of a version is one of the counter, and so is each opening. A TPM's counter bears some 100,000.
///
/// One thread at a time.
public final class KeptVersions implements ZoneVersions, AutoCloseable {
    /// What is authenticated begins otherwise than a region's check, so that both may be under one key.
    private static final Bytes DOMAIN =
            Bytes.of("lapwing zone versions".getBytes(StandardCharsets.US_ASCII));

    private final SlotDisk disk;
    private final String name;
    private final RisingCounter counter;
    private final Secret key;
    private long number;
    private long[] versions;

    /// After a commit of which nobody knows how it ended, only the file knows the versions.
    private boolean unsure;

    private KeptVersions(SlotDisk disk, String name, RisingCounter counter, Secret key) {
        this.disk = disk;
        this.name = name;
        this.counter = counter;
        this.key = key;
        this.versions = new long[0];
    }

    /// For a new zone: all versions are 0. A file that is there is replaced; with it, what was in an older zone. The zone's key must be
    /// one that no zone had before, because versions begin anew.
    ///
    /// @param file its folder must be there
    /// @param counter for this file alone
    /// @param key 28 to 128 octets; taken over
    public static KeptVersions make(Path file, int regions, RisingCounter counter, Secret key) {
        return make(SlotFolder.around(file), SlotFolder.nameOf(file), regions, counter, key);
    }

    static KeptVersions make(
            SlotDisk disk, String name, int regions, RisingCounter counter, Secret key) {
        requireRegions(regions);
        KeptVersions made = new KeptVersions(disk, name, counter, key);
        made.number = counter.value();
        made.commit(new long[regions]);
        return made;
    }

    /// The versions of a zone that there was before.
    ///
    /// @param counter the same as ever
    /// @param key as ever; taken over
    /// @throws Fault `TAMPERED` when the file is gone, forged, or older than the last
    public static KeptVersions open(Path file, int regions, RisingCounter counter, Secret key) {
        return open(SlotFolder.around(file), SlotFolder.nameOf(file), regions, counter, key);
    }

    static KeptVersions open(
            SlotDisk disk, String name, int regions, RisingCounter counter, Secret key) {
        requireRegions(regions);
        KeptVersions opened = new KeptVersions(disk, name, counter, key);
        opened.load(regions);
        return opened;
    }

    private static void requireRegions(int regions) {
        if (regions < 1 || regions > ZonePlan.MOST_REGIONS) {
            throw Fault.badInput(
                    "versions of " + regions + " regions: want 1 to " + ZonePlan.MOST_REGIONS);
        }
    }

    /// A file that is one ahead was written before the power was cut. All are committed anew: of those that were written for the next
    /// value, and never came to be, none counts once that value has passed.
    private void load(int regions) {
        int length = Long.BYTES * (1 + regions);
        Bytes found =
                ImageSlots.read(disk, name, length + LshMac.TAG_BYTES + 1)
                        .orElseThrow(() -> tampered("is gone"));
        if (found.length() != length + LshMac.TAG_BYTES) {
            throw tampered(
                    "has %d bytes: want %d".formatted(found.length(), length + LshMac.TAG_BYTES));
        }
        Bytes values = found.slice(0, length);
        if (!tag(values).equals(found.slice(length, found.length()))) {
            throw tampered("is not what was written");
        }
        ByteBuffer in = ByteBuffer.wrap(values.toArray());
        long said = in.getLong();
        number = counter.value();
        if (said != number && said != number + 1) {
            throw tampered("was written at %d: the counter is at %d".formatted(said, number));
        }
        long[] kept = new long[regions];
        in.asLongBuffer().get(kept);
        commit(kept);
    }

    private Fault tampered(String what) {
        return new Fault(Fault.Kind.TAMPERED, "the file of a zone's versions " + what);
    }

    private void commit(long[] next) {
        if (unsure) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "a version could not be raised before: open the zone's versions again");
        }
        unsure = true;
        ImageSlots.replace(disk, name, encode(number + 1, next));
        long raised = counter.increment();
        if (raised != number + 1) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "the counter of a zone's versions went from %d to %d: want it for this zone alone"
                            .formatted(number, raised));
        }
        number = raised;
        versions = next;
        unsure = false;
    }

    private Bytes encode(long at, long[] next) {
        ByteBuffer out = ByteBuffer.allocate(Long.BYTES * (1 + next.length)).putLong(at);
        out.asLongBuffer().put(next);
        Bytes values = Bytes.of(out.array());
        return Bytes.concat(values, tag(values));
    }

    private Bytes tag(Bytes values) {
        return LshMac.tag(key, MemorySegment.ofArray(Bytes.concat(DOMAIN, values).toArray()));
    }

    @Override
    public long get(int index) {
        return versions[index];
    }

    @Override
    public long raise(int index) {
        long[] next = versions.clone();
        next[index]++;
        commit(next);
        return next[index];
    }

    /// At the price of one.
    @Override
    public void raiseWritten(int regions) {
        long[] next = versions.clone();
        for (int index = 0; index < regions; index++) {
            next[index] += next[index] > 0 ? 1 : 0;
        }
        commit(next);
    }

    @Override
    public void close() {
        key.close();
    }
}
