package io.lapwing.device;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What of another process's memory could be read, and where in it one of the keys that were looked for lay: whoever knows a
/// device's keys can so see that an erasure left none.
///
/// @param readBytes what could be read
/// @param refusedBytes what the kernel gives nobody, such as pages of `memfd_secret`
/// @param found the mapping of each key that was found, as the kernel names it (proc_pid_maps(5)); `anonymous` without a name
public record MemoryScan(long readBytes, long refusedBytes, List<String> found) {
    private static final int PAGE_BYTES = 4096;
    private static final int PIECE_BYTES = 1 << 20;

    public MemoryScan {
        found = List.copyOf(found);
    }

    /// Reads all that can be read of a process, once.
    ///
    /// @param keys of 8 to 4096 octets
    /// @throws Fault `FORBIDDEN` when this process may not read that one's memory
    public static MemoryScan of(long pid, List<Secret> keys) {
        Path process = Path.of("/proc/" + pid);
        List<byte[]> wanted =
                keys.stream()
                        .map(key -> key.use(octets -> octets.toArray(ValueLayout.JAVA_BYTE)))
                        .toList();
        try (RandomAccessFile memory =
                new RandomAccessFile(process.resolve("mem").toString(), "r")) {
            Search search = new Search(memory, wanted);
            for (String line : Files.readAllLines(process.resolve("maps"))) {
                search.look(line);
            }
            return new MemoryScan(search.readBytes, search.refusedBytes, search.found);
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN,
                    "memory of process %d cannot be read: want one of this user that may be looked into, or root"
                            .formatted(pid),
                    e);
        } finally {
            wanted.forEach(octets -> Arrays.fill(octets, (byte) 0));
        }
    }

    private static final class Search {
        private final RandomAccessFile memory;
        private final List<byte[]> wanted;

        /// Whether a key begins with two octets: nearly all of the memory ends here.
        private final boolean[] beginnings = new boolean[1 << 16];

        private final int overlap;
        private final byte[] piece = new byte[PIECE_BYTES];
        private final List<String> found = new ArrayList<>();
        private long readBytes;
        private long refusedBytes;

        private Search(RandomAccessFile memory, List<byte[]> wanted) {
            this.memory = memory;
            this.wanted = wanted;
            wanted.forEach(octets -> beginnings[pair(octets[0], octets[1])] = true);
            overlap = wanted.stream().mapToInt(octets -> octets.length - 1).max().orElse(0);
        }

        /// @param line `START-END PERMISSIONS OFFSET DEVICE INODE NAME`
        private void look(String line) {
            String[] parts = line.split(" +", 6);
            String[] range = parts[0].split("-", 2);
            if (parts[1].startsWith("r")) {
                String name = parts.length < 6 || parts[5].isEmpty() ? "anonymous" : parts[5];
                look(
                        name,
                        Long.parseUnsignedLong(range[0], 16),
                        Long.parseUnsignedLong(range[1], 16));
            }
        }

        private void look(String name, long start, long end) {
            for (long at = start; Long.compareUnsigned(at, end) < 0; ) {
                int length = read(at, (int) Math.min(PIECE_BYTES, end - at));
                if (length > 0) {
                    match(name, length);
                    boolean last = at + length == end;
                    at += last || length <= overlap ? length : length - overlap;
                    readBytes += last || length <= overlap ? length : length - overlap;
                } else {
                    long refused = Math.min(PAGE_BYTES, end - at);
                    at += refused;
                    refusedBytes += refused;
                }
            }
        }

        /// How much was read; 0 when nothing may be.
        private int read(long at, int most) {
            try {
                memory.seek(at);
                return Math.max(0, memory.read(piece, 0, most));
            } catch (IOException _) {
                return 0;
            }
        }

        private void match(String name, int length) {
            for (int i = 0; i + 1 < length; i++) {
                if (beginnings[pair(piece[i], piece[i + 1])]) {
                    compare(name, i, length);
                }
            }
        }

        private void compare(String name, int at, int length) {
            for (byte[] octets : wanted) {
                int end = Math.min(at + octets.length, length);
                if (Arrays.equals(octets, 0, octets.length, piece, at, end)) {
                    found.add(name);
                }
            }
        }

        private static int pair(byte first, byte second) {
            return (first & 0xff) << Byte.SIZE | (second & 0xff);
        }
    }
}
