package io.lapwing.device;

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
import java.util.List;
import java.util.Set;

/// A stack as a device's maker writes one: `SmallStack CORE STACK PORT GATEWAY-PORT USER`.
final class SmallStack {
    private SmallStack() {}

    public static void main(String[] arguments) throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        UdpModem modem =
                UdpModem.open(
                        new InetSocketAddress(here, Integer.parseInt(arguments[2])),
                        List.of(new InetSocketAddress(here, Integer.parseInt(arguments[3]))),
                        Modulation.of(SpreadingFactor.SF7));
        DeviceIdentity identity =
                new DeviceIdentity(
                        SmallJoinServer.DEV_EUI, SmallJoinServer.JOIN_EUI, MacVersion.V1_1);
        try (Lapwing lapwing =
                        Lapwing.connect(
                                identity,
                                CoreKeySlots.connect(Path.of(arguments[0])),
                                DeviceMemory.volatileMemory(),
                                modem,
                                SmallGateway.SENT);
                StackServer server =
                        StackServer.open(lapwing, Path.of(arguments[1]), Set.of(arguments[4]));
                FileOutputStream output = new FileOutputStream(FileDescriptor.out)) {
            output.write("ready\n".getBytes(StandardCharsets.US_ASCII));
            server.serve();
        }
    }
}
