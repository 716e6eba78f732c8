package io.lapwing.device;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// An application that owns its process and wants the core's keys: `Burglar PID SOCKET LOOT`. Whatever it can read of the other
/// process and hear from its door goes into the file LOOT; what opened, by name, to its output.
///
/// It is for whoever wants to see on his own board that a core keeps its keys: look for them in the loot. What it finds in a
/// process that guards nothing, it finds in a [Victim].
public final class Burglar {
    /// More than the heap of a small process, which comes first.
    private static final int MOST_BYTES = 48 << 20;

    private final Path process;
    private final OutputStream loot;
    private final StringBuilder opened = new StringBuilder();

    Burglar(long pid, OutputStream loot) {
        this.process = Path.of("/proc/" + pid);
        this.loot = loot;
    }

    /// Tries everything once.
    public static void main(String[] arguments) throws IOException {
        try (OutputStream loot = Files.newOutputStream(Path.of(arguments[2]))) {
            Burglar burglar = new Burglar(Long.parseLong(arguments[0]), loot);
            burglar.tryFiles();
            burglar.tryDoor(Path.of(arguments[1]));
            burglar.tell();
        }
    }

    /// What may be refused.
    interface Attempt {
        byte[] loot() throws IOException;
    }

    void attempt(String name, Attempt attempt) throws IOException {
        byte[] found;
        try {
            found = attempt.loot();
        } catch (IOException _) {
            // It is locked.
            return;
        }
        loot.write(found);
        opened.append(name).append(' ');
    }

    /// What the kernel shows of a process.
    void tryFiles() throws IOException {
        for (String name : List.of("environ", "maps", "auxv", "stack", "io")) {
            attempt(name, () -> Files.readAllBytes(process.resolve(name)));
        }
        attempt("mem", this::memory);
        attempt("fd", this::openFiles);
    }

    /// The door, if there is one.
    void tryDoor(Path socket) throws IOException {
        if (Files.exists(socket)) {
            attempt("door", () -> askEverything(socket));
        }
    }

    /// Says what opened.
    void tell() throws IOException {
        try (OutputStream output = new FileOutputStream(FileDescriptor.out)) {
            output.write((opened.toString().strip() + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    private byte[] memory() throws IOException {
        long read = 0;
        try (RandomAccessFile memory =
                new RandomAccessFile(process.resolve("mem").toString(), "r")) {
            for (String line : Files.readAllLines(process.resolve("maps"))) {
                String[] range = line.split("[ -]", 4);
                if (range[2].startsWith("rw") && read < MOST_BYTES) {
                    read += copy(memory, number(range[0]), number(range[1]));
                }
            }
        }
        return new byte[0];
    }

    private static long number(String hex) {
        return Long.parseUnsignedLong(hex, 16);
    }

    private long copy(RandomAccessFile memory, long start, long end) throws IOException {
        byte[] page = new byte[1 << 16];
        for (long at = start; at < end; at += page.length) {
            int length;
            try {
                memory.seek(at);
                length = memory.read(page, 0, (int) Math.min(page.length, end - at));
            } catch (IOException _) {
                return at - start;
            }
            loot.write(page, 0, Math.max(length, 0));
        }
        return end - start;
    }

    private byte[] openFiles() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            for (Path file : files.toList()) {
                all.write(Files.readSymbolicLink(file).toString().getBytes(StandardCharsets.UTF_8));
            }
        }
        return all.toByteArray();
    }

    /// Every operation, in every shape up to some length, for every slot, but for the one that wipes.
    private static byte[] askEverything(Path socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int operation : new int[] {0, 1, 2, 3, 4, 6, 7, 8, 16, 128, 255}) {
            for (int first = 0; first < 9; first++) {
                for (int second = 0; second < 9; second++) {
                    for (int length : new int[] {0, 1, 14, 16, 27, 32, 300}) {
                        byte[] message = new byte[3 + length];
                        message[0] = (byte) operation;
                        message[1] = (byte) first;
                        message[2] = (byte) second;
                        all.write(ask(socket, message));
                    }
                }
            }
        }
        return all.toByteArray();
    }

    private static byte[] ask(Path socket, byte[] message) throws IOException {
        try (SocketChannel door = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            ByteBuffer frame = ByteBuffer.allocate(2 + message.length);
            door.write(frame.putShort((short) message.length).put(message).flip());
            ByteBuffer reply = ByteBuffer.allocate(2048);
            int length = door.read(reply);
            if (length < 0) {
                throw new IOException("let go");
            }
            return Arrays.copyOf(reply.array(), length);
        }
    }
}
