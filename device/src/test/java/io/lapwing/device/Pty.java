package io.lapwing.device;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.FileOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A pseudoterminal: the test has the master, the product opens the other side as a serial port (`man 3 posix_openpt`).
final class Pty implements AutoCloseable {
    /// `O_RDWR | O_NOCTTY` of `asm-generic/fcntl.h`.
    private static final int READ_WRITE_NO_TERMINAL = 2 | 0x100;

    private static final int NAME_BYTES = 64;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle OPEN = call("posix_openpt", JAVA_INT, JAVA_INT);
    private static final MethodHandle GRANT = call("grantpt", JAVA_INT, JAVA_INT);
    private static final MethodHandle UNLOCK = call("unlockpt", JAVA_INT, JAVA_INT);
    private static final MethodHandle NAME =
            call("ptsname_r", JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle READ = call("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle WRITE =
            call("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle CLOSE = call("close", JAVA_INT, JAVA_INT);

    private final int master;
    private final Path port;

    /// While the port is open somewhere, the master's reads wait instead of failing.
    private final FileOutputStream held;

    Pty() {
        try (Arena arena = Arena.ofConfined()) {
            master = (int) OPEN.invokeExact(READ_WRITE_NO_TERMINAL);
            MemorySegment name = arena.allocate(NAME_BYTES);
            int failed =
                    (int) GRANT.invokeExact(master)
                            | (int) UNLOCK.invokeExact(master)
                            | (int) NAME.invokeExact(master, name, (long) NAME_BYTES);
            if (master < 0 || failed != 0) {
                throw new IllegalStateException("no pseudoterminal here");
            }
            port = Path.of(name.getString(0));
            held = new FileOutputStream(port.toFile());
        } catch (Throwable failure) {
            throw new IllegalStateException("no pseudoterminal here", failure);
        }
    }

    private static MethodHandle call(String name, ValueLayout result, ValueLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }

    /// The side that is a serial port.
    Path port() {
        return port;
    }

    /// The next octets that were written to the port; empty when it was closed.
    String read() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment octets = arena.allocate(1024);
            long count = (long) READ.invokeExact(master, octets, octets.byteSize());
            return count <= 0
                    ? ""
                    : new String(
                            octets.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE),
                            StandardCharsets.US_ASCII);
        } catch (Throwable failure) {
            throw new IllegalStateException("cannot read", failure);
        }
    }

    void write(String text) {
        try (Arena arena = Arena.ofConfined()) {
            byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
            MemorySegment copy = arena.allocateFrom(ValueLayout.JAVA_BYTE, octets);
            long _ = (long) WRITE.invokeExact(master, copy, (long) octets.length);
        } catch (Throwable failure) {
            throw new IllegalStateException("cannot write", failure);
        }
    }

    @Override
    public void close() {
        try (held) {
            int _ = (int) CLOSE.invokeExact(master);
        } catch (Throwable failure) {
            throw new IllegalStateException("cannot close", failure);
        }
    }
}
