package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;

/// Alarms as datagrams (RFC 768), 38 octets each.
///
/// A platform answers none: an answer would need a key, which the device has no more, or anybody could silence it. So an alarm is
/// sent many times, once with each of the guard's readings, and the other transports get theirs meanwhile. The platform takes one of
/// them, and refuses the others as old.
public final class UdpAlarms implements AlarmTransport, AutoCloseable {
    /// At ten readings a second, for one second.
    public static final int TIMES = 10;

    private final InetSocketAddress platform;
    private final DatagramSocket socket;
    private int sent;

    /// @param platform where `alarms.listen` of the platform says, its name resolved
    /// @throws Fault `BAD_INPUT` for a name that is not resolved, `UNAVAILABLE` without network
    public UdpAlarms(InetSocketAddress platform) {
        if (platform.isUnresolved()) {
            throw Fault.badInput("host " + platform.getHostString() + " is not known");
        }
        this.platform = platform;
        try {
            socket = new DatagramSocket();
        } catch (SocketException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "no socket for alarms", e);
        }
    }

    /// Sends it once more.
    ///
    /// @return whether it went out often enough
    @Override
    public boolean send(Bytes frame) {
        try {
            socket.send(new DatagramPacket(frame.toArray(), frame.length(), platform));
            sent++;
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "no way to " + platform, e);
        }
        return sent >= TIMES;
    }

    @Override
    public void close() {
        socket.close();
    }
}
