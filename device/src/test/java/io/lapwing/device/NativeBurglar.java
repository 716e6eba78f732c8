package io.lapwing.device;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A [Burglar] with tools: the C library's `ptrace`, and the JDK's way to load code into another Java machine.
final class NativeBurglar {
    private static final int PTRACE_ATTACH = 16;
    private static final int PTRACE_DETACH = 17;

    private final long pid;

    private NativeBurglar(long pid) {
        this.pid = pid;
    }

    public static void main(String[] arguments) throws IOException {
        long pid = Long.parseLong(arguments[0]);
        NativeBurglar tools = new NativeBurglar(pid);
        try (OutputStream loot = Files.newOutputStream(Path.of(arguments[2]))) {
            Burglar burglar = new Burglar(pid, loot);
            burglar.tryFiles();
            burglar.attempt("ptrace", tools::trace);
            burglar.attempt("attach", tools::attach);
            burglar.tryDoor(Path.of(arguments[1]));
            burglar.tell();
        }
    }

    private byte[] trace() throws IOException {
        Linker linker = Linker.nativeLinker();
        MethodHandle ptrace =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("ptrace"),
                        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
        if (call(ptrace, PTRACE_ATTACH) != 0) {
            throw new IOException("refused");
        }
        return new byte[] {(byte) call(ptrace, PTRACE_DETACH)};
    }

    private long call(MethodHandle ptrace, int request) throws IOException {
        try {
            return (long)
                    ptrace.invokeExact(request, (int) pid, MemorySegment.NULL, MemorySegment.NULL);
        } catch (Throwable broken) {
            throw new IOException(broken);
        }
    }

    private byte[] attach() throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                return machine.getSystemProperties().toString().getBytes(StandardCharsets.UTF_8);
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException refused) {
            throw new IOException(refused);
        }
    }
}
