package io.lapwing.device;

import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.FrameBlocks.Transmission;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.radio.Modulation;
import io.lapwing.radio.SpreadingFactor;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The stack as a process of its own: `StackProcess SOCKET CORE MEMORY DEVEUI JOINEUI VERSION PORT GATEWAY [USER…]`. It joins, asks
/// the core at the socket CORE for all that needs a key, and lets applications speak through its own SOCKET.
///
/// MEMORY is the file with its nonces, VERSION as in `1.0.4`; USERs may call beside its own user. Its radio are datagrams on this
/// machine, from PORT to the port GATEWAY, for trials without a modem; a stack with one differs in that line. When it has joined
/// and the door is open, it writes `ready` to its standard output.
public final class StackProcess {
    /// How its frames are sent: data rate 5 of EU868, which is SF7 at 125 kHz (RP002-1.0.4 §2.4.3), on the third channel.
    public static final Transmission TRANSMISSION = new Transmission(5, 2);

    private static final int ARGUMENTS = 8;

    private StackProcess() {}

    /// Joins, then serves until the process is ended.
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < ARGUMENTS) {
            throw Fault.badInput(
                    "%d arguments: want SOCKET CORE MEMORY DEVEUI JOINEUI VERSION PORT GATEWAY [USER…]"
                            .formatted(arguments.length));
        }
        DeviceIdentity identity =
                new DeviceIdentity(
                        Eui64.parse(arguments[3]),
                        Eui64.parse(arguments[4]),
                        MacVersion.parse(arguments[5]));
        Set<String> users =
                Set.copyOf(Arrays.asList(arguments).subList(ARGUMENTS, arguments.length));
        try (Lapwing lapwing =
                        Lapwing.connect(
                                identity,
                                CoreKeySlots.connect(Path.of(arguments[1])),
                                new FileDeviceMemory(Path.of(arguments[2])),
                                modem(arguments[6], arguments[7]),
                                TRANSMISSION);
                StackServer server = StackServer.open(lapwing, Path.of(arguments[0]), users);
                FileOutputStream output = new FileOutputStream(FileDescriptor.out)) {
            output.write("ready\n".getBytes(StandardCharsets.US_ASCII));
            server.serve();
        }
    }

    private static Modem modem(String port, String gateway) {
        return UdpModem.open(
                here(port), List.of(here(gateway)), Modulation.of(SpreadingFactor.SF7));
    }

    private static InetSocketAddress here(String port) {
        try {
            return new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), Integer.parseUnsignedInt(port));
        } catch (IllegalArgumentException e) {
            throw new Fault(
                    Fault.Kind.BAD_INPUT, "port " + port + ": want a number from 1 to 65535", e);
        }
    }
}
