package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.device.Zone;
import io.lapwing.device.ZoneMemory;
import io.lapwing.device.ZonePlan;
import io.lapwing.device.ZoneRead;
import io.lapwing.device.ZoneVersions;
import io.lapwing.service.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A keyed zone in a file, what was written to it last, and somebody who writes to the file too.
final class FuzzedZone implements AutoCloseable {
    private static final int REGION_BYTES = 0x100;
    private static final int MOST_REMEMBERED = 4;
    private static final ZonePlan PLAN = new ZonePlan(1, 2, 2, 1);
    private static final int KEYS = 5;
    private static final int FILE_BYTES = PLAN.regions() * REGION_BYTES;

    /// In memory where the system has such a folder: nothing here has to outlive anything.
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final TemporaryFolder folder;
    private final Path file;
    private final Map<Integer, Bytes> written = new HashMap<>();
    private final List<byte[]> remembered = new ArrayList<>();
    private ZoneVersions.Locked versions = ZoneVersions.locked(PLAN.regions());
    private Zone zone;
    private boolean touched;
    private boolean erased;

    FuzzedZone() {
        folder =
                Files.isWritable(SHARED_MEMORY)
                        ? TemporaryFolder.in(SHARED_MEMORY, "lapwing-fuzz")
                        : TemporaryFolder.of("lapwing-fuzz");
        file = folder.path().resolve("zone");
        zone = open();
    }

    private Zone open() {
        return Zone.keyed(
                ZoneMemory.file(file, PLAN.regions()),
                PLAN,
                Secret.take(FuzzedCard.ROOT_KEY.toArray()),
                versions);
    }

    /// Reads every region, as often as something was done.
    void requireWhatWasWritten() {
        for (int region = 0; region < PLAN.regions(); region++) {
            Optional<Bytes> last = Optional.ofNullable(written.get(region));
            switch (zone.read(region, data -> data.use(Bytes::of))) {
                case ZoneRead.Done<Bytes>(Bytes data) ->
                        require(
                                last.equals(Optional.of(data)),
                                region,
                                "gives what was not written last");
                case ZoneRead.Empty<Bytes> _ ->
                        require(last.isEmpty(), region, "is empty after it was written");
                case ZoneRead.Refused<Bytes>(ZoneRead.Reason reason, String why) -> {
                    require(!why.isEmpty(), region, "is refused without a word");
                    require(
                            touched || erased,
                            region,
                            "is refused as " + reason + ", and nobody touched it");
                }
            }
        }
    }

    private static void require(boolean kept, int region, String otherwise) {
        if (!kept) {
            throw new AssertionError("region " + region + " " + otherwise);
        }
    }

    private static int region(int number) {
        return number % PLAN.regions();
    }

    /// @param length of the data, brought to 1 to 226
    void write(int number, int length, int octet) {
        byte[] data = new byte[1 + length % Zone.DATA_BYTES];
        Arrays.fill(data, (byte) octet);
        Bytes wanted = Bytes.of(data);
        boolean changed;
        try (Secret secret = Secret.take(data)) {
            changed = change(number, () -> zone.write(region(number), secret));
        }
        if (changed) {
            written.put(region(number), wanted);
        }
    }

    void clear(int number) {
        boolean _ = change(number, () -> zone.clear(region(number)));
    }

    /// What was there is no more, also when a write fails: its region must be refused from then on.
    private boolean change(int number, Runnable work) {
        var _ = written.remove(region(number));
        try {
            work.run();
            return true;
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.TAMPERED && fault.kind() != Fault.Kind.UNAVAILABLE) {
                throw fault;
            }
            require(touched || erased, number, "cannot be written");
            return false;
        }
    }

    void erase() {
        erased = true;
        var _ = zone.erase();
        for (int key = 0; key < KEYS; key++) {
            var _ = written.remove(key);
        }
    }

    /// As after a loss of power, with the versions as they were.
    ///
    /// @return whether there still is a zone
    boolean restart() {
        ZoneVersions.Locked kept = ZoneVersions.locked(versions.octets());
        zone.close();
        versions.close();
        versions = kept;
        try {
            zone = open();
        } catch (Fault fault) {
            require(touched && fault.kind() == Fault.Kind.TAMPERED, 0, "does not open");
            return false;
        }
        return true;
    }

    void flip(int number, int at, int bits) {
        byte[] octets = content();
        int place = region(number) * REGION_BYTES + at;
        if (place < octets.length) {
            octets[place] ^= (byte) bits;
        }
        put(octets);
    }

    void swap(int one, int other) {
        byte[] octets = Arrays.copyOf(content(), FILE_BYTES);
        byte[] first = cutOut(octets, one);
        byte[] second = cutOut(octets, other);
        System.arraycopy(second, 0, octets, region(one) * REGION_BYTES, REGION_BYTES);
        System.arraycopy(first, 0, octets, region(other) * REGION_BYTES, REGION_BYTES);
        put(octets);
    }

    void copy(int from, int to) {
        byte[] octets = Arrays.copyOf(content(), FILE_BYTES);
        System.arraycopy(cutOut(octets, from), 0, octets, region(to) * REGION_BYTES, REGION_BYTES);
        put(octets);
    }

    void blank(int number) {
        byte[] octets = Arrays.copyOf(content(), FILE_BYTES);
        int at = region(number) * REGION_BYTES;
        Arrays.fill(octets, at, at + REGION_BYTES, (byte) 0);
        put(octets);
    }

    private static byte[] cutOut(byte[] octets, int number) {
        int at = region(number) * REGION_BYTES;
        return Arrays.copyOfRange(octets, at, at + REGION_BYTES);
    }

    void remember() {
        if (remembered.size() < MOST_REMEMBERED) {
            remembered.add(content());
        }
    }

    void bringBack(int which) {
        if (!remembered.isEmpty()) {
            put(remembered.get(which % remembered.size()));
        }
    }

    void cut(int length) {
        byte[] octets = content();
        put(Arrays.copyOf(octets, Math.min(length, octets.length)));
    }

    void lengthen(int length) {
        byte[] octets = content();
        put(Arrays.copyOf(octets, Math.max(octets.length, length % (2 * FILE_BYTES))));
    }

    private byte[] content() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// In place, as who reaches the memory does.
    private void put(byte[] octets) {
        touched = true;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(octets);
            while (left.hasRemaining()) {
                int _ = channel.write(left, left.position());
            }
            var _ = channel.truncate(octets.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        zone.close();
        versions.close();
        folder.close();
    }
}
