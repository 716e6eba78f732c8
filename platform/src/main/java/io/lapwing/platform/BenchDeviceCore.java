package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.device.CoreKeySlots;
import io.lapwing.device.KeySlot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A secure core as a process of its own, which ends with this one, and a connection to its door.
final class BenchDeviceCore implements AutoCloseable {
    /// What is computed with the AppKey, over and over.
    static final Bytes MESSAGE = Bytes.of(new byte[32]);

    private static final int ROOT_KEYS_BYTES = 32;
    private static final Bytes READY = Bytes.of("ready\n".getBytes(StandardCharsets.US_ASCII));

    private final Process process;
    private final Thread lastAct;
    private final CoreKeySlots slots;
    private final double firstMs;

    private BenchDeviceCore(Process process, Thread lastAct, Path socket, long begunNs) {
        this.process = process;
        this.lastAct = lastAct;
        slots = CoreKeySlots.connect(socket);
        call();
        firstMs = (System.nanoTime() - begunNs) / 1e6;
    }

    /// Starts one with keys of zeroes, and has it compute once.
    ///
    /// @param command that starts it, without the socket
    static BenchDeviceCore start(List<String> command, Path socket) {
        List<String> whole = new ArrayList<>(command);
        whole.add(socket.toString());
        ProcessBuilder builder =
                new ProcessBuilder(whole).redirectError(ProcessBuilder.Redirect.INHERIT);
        // With these a Java machine writes before the program does.
        builder.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        long begunNs = System.nanoTime();
        try {
            Process process = builder.start();
            Thread lastAct = new Thread(process::destroyForcibly, "core-end");
            Runtime.getRuntime().addShutdownHook(lastAct);
            try {
                awaitReady(process);
                return new BenchDeviceCore(process, lastAct, socket, begunNs);
            } catch (Fault | IOException e) {
                end(process, lastAct);
                throw e;
            }
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE, "no core can be started by " + command.getFirst(), e);
        }
    }

    private static void awaitReady(Process process) throws IOException {
        try (var keys = process.getOutputStream()) {
            keys.write(new byte[ROOT_KEYS_BYTES]);
        }
        Bytes said = Bytes.of(process.getInputStream().readNBytes(READY.length()));
        if (!said.equals(READY)) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE, "the core does not start: what it said is above");
        }
    }

    /// From the start of the process to the first reply of its door.
    double firstMs() {
        return firstMs;
    }

    /// A CMAC over its door.
    void call() {
        Bytes _ = slots.cmac(KeySlot.APP_KEY, MESSAGE);
    }

    /// What it has now, in MiB; 0 where there is no `/proc`.
    double residentMib() {
        return BenchResident.now(process.pid()).orElse(0.0);
    }

    @Override
    public void close() {
        slots.close();
        end(process, lastAct);
    }

    private static void end(Process process, Thread lastAct) {
        process.destroyForcibly();
        try {
            int _ = process.waitFor();
            Runtime.getRuntime().removeShutdownHook(lastAct);
        } catch (IllegalStateException _) {
            // This process is ending too.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
