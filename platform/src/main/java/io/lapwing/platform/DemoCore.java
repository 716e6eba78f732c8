package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.device.AlarmSender;
import io.lapwing.device.ModuleIdentity;
import io.lapwing.vault.KeyBinding.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/// A core guarded by sensors, in a process of its own, from the side of who has the clock.
///
/// @param socket its door
record DemoCore(Process process, Path socket) {
    private static final String CONFIRMED = "confirmed";
    private static final int CONFIRMED_WORDS = 6;

    /// What it made of its sensors.
    ///
    /// @param verdict `quiet`, `potential` or `confirmed`
    /// @param kind the sign, if there is one
    /// @param erased regions, and how many not, in how many ns
    record Answer(String verdict, String kind, int erased, int failed, long erasureNs) {
        boolean isConfirmed() {
            return verdict.equals(CONFIRMED);
        }

        boolean isQuiet() {
            return verdict.equals("quiet");
        }
    }

    /// Starts one, which has the device's root keys in its zone when this returns.
    ///
    /// @param room with the files of its sensors
    /// @param platform where its alarms go
    static DemoCore start(
            DeviceProcesses processes,
            Path room,
            DemoCast.Ordered device,
            ModuleIdentity module,
            InetSocketAddress platform) {
        Path socket = room.resolve("core");
        Process process =
                processes.startOwn(
                        DemoGuardedCore.class,
                        List.of(
                                socket.toString(),
                                room.toString(),
                                platform.getAddress().getHostAddress(),
                                Integer.toString(platform.getPort())));
        processes.prepare(
                process,
                false,
                List.of(device.key(Kind.NWK_KEY), device.key(Kind.APP_KEY)),
                Bytes.concat(
                        device.identity().devEui().bigEndian(),
                        module.digest().slice(0, AlarmSender.MODULE_BYTES)));
        return new DemoCore(process, socket);
    }

    long pid() {
        return process.pid();
    }

    /// Has it read its sensors.
    Answer look(long timeMs) {
        try {
            OutputStream input = process.getOutputStream();
            input.write(ByteBuffer.allocate(Long.BYTES).putLong(timeMs).array());
            input.flush();
            String line = process.inputReader().readLine();
            if (line == null) {
                throw new Fault(Fault.Kind.UNAVAILABLE, "the core has ended");
            }
            return answer(line.split(" ", -1));
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the core has ended", e);
        }
    }

    private static Answer answer(String... words) {
        boolean confirmed = words.length == CONFIRMED_WORDS;
        return new Answer(
                words[0],
                words.length > 1 ? words[1] : "",
                confirmed ? Integer.parseInt(words[2]) : 0,
                confirmed ? Integer.parseInt(words[3]) : 0,
                confirmed ? Long.parseLong(words[4]) : 0);
    }
}
