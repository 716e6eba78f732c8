package io.lapwing.device;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import com.sun.tools.attach.VirtualMachine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
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
final class Burglar {
    private static final int PTRACE_ATTACH = 16;
    private static final int PTRACE_DETACH = 17;

    /// More than the heap of a process in these tests, which comes first.
    private static final int MOST_BYTES = 48 << 20;

    private final Path process;
    private final long pid;
    private final OutputStream loot;
    private final StringBuilder opened = new StringBuilder();

    private Burglar(long pid, OutputStream loot) {
        this.pid = pid;
        this.process = Path.of("/proc/" + pid);
        this.loot = loot;
    }

    public static void main(String[] arguments) throws Exception {
        try (OutputStream loot = Files.newOutputStream(Path.of(arguments[2]))) {
            Burglar burglar = new Burglar(Long.parseLong(arguments[0]), loot);
            for (String name : List.of("environ", "maps", "auxv", "stack", "io")) {
                burglar.attempt(name, () -> Files.readAllBytes(burglar.process.resolve(name)));
            }
            burglar.attempt("mem", burglar::memory);
            burglar.attempt("fd", burglar::openFiles);
            burglar.attempt("ptrace", burglar::trace);
            burglar.attempt("attach", burglar::attach);
            Path socket = Path.of(arguments[1]);
            if (Files.exists(socket)) {
                burglar.attempt("door", () -> askEverything(socket));
            }
            System.out.println(burglar.opened.toString().strip());
        }
    }

    /// What may be refused.
    private interface Attempt {
        byte[] loot() throws Exception;
    }

    private void attempt(String name, Attempt attempt) throws IOException {
        try {
            byte[] found = attempt.loot();
            loot.write(found);
            opened.append(name).append(' ');
        } catch (Exception _) {
            // It is locked.
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

    private long copy(RandomAccessFile memory, long start, long end) {
        byte[] page = new byte[1 << 16];
        for (long at = start; at < end; at += page.length) {
            try {
                memory.seek(at);
                int length = memory.read(page, 0, (int) Math.min(page.length, end - at));
                loot.write(page, 0, Math.max(length, 0));
            } catch (IOException _) {
                return at - start;
            }
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

    private byte[] trace() throws Exception {
        Linker linker = Linker.nativeLinker();
        var ptrace =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("ptrace"),
                        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
        try {
            long answer =
                    (long)
                            ptrace.invokeExact(
                                    PTRACE_ATTACH,
                                    (int) pid,
                                    MemorySegment.NULL,
                                    MemorySegment.NULL);
            if (answer != 0) {
                throw new IOException("refused");
            }
            answer =
                    (long)
                            ptrace.invokeExact(
                                    PTRACE_DETACH,
                                    (int) pid,
                                    MemorySegment.NULL,
                                    MemorySegment.NULL);
            return new byte[] {(byte) answer};
        } catch (Throwable refused) {
            throw new IOException(refused);
        }
    }

    private byte[] attach() throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
        try {
            return machine.getSystemProperties().toString().getBytes(StandardCharsets.UTF_8);
        } finally {
            machine.detach();
        }
    }

    /// Every operation, in every shape up to some length, for every slot; the one that wipes comes last.
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
