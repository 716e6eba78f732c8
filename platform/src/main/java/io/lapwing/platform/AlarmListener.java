package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.kms.Actor;
import java.io.IOException;
import java.lang.System.Logger;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;

/// Where devices send alarms as datagrams, one after the other. Nothing is ever answered, and no sender is written down: an answer
/// would tell strangers which devices there are, and help them flood a third party.
final class AlarmListener implements AutoCloseable {
    /// Longer than any alarm: a datagram beyond is cut, and refused as what it is then.
    private static final int BUFFER_BYTES = 512;

    /// Troubles are told of once in so long.
    private static final Duration TOLD_EVERY = Duration.ofMinutes(1);

    private static final Logger LOG = System.getLogger(AlarmListener.class.getName());
    private static final Actor BRINGER = Actor.system("alarms");

    private final DatagramChannel channel;
    private final InetSocketAddress address;
    private final DeviceAlarms alarms;
    private final AlarmPace pace = new AlarmPace();
    private final Thread thread;
    private long toldNanos = System.nanoTime() - TOLD_EVERY.toNanos();

    private AlarmListener(DatagramChannel channel, InetSocketAddress address, DeviceAlarms alarms) {
        this.channel = channel;
        this.address = address;
        this.alarms = alarms;
        thread = Thread.ofPlatform().daemon().name("alarms").unstarted(this::listen);
    }

    /// Begins to listen.
    ///
    /// @param wanted where; a free port for port 0
    /// @throws Fault `UNAVAILABLE` when the address is not this machine's, or taken
    static AlarmListener open(InetSocketAddress wanted, DeviceAlarms alarms) {
        try {
            DatagramChannel channel = bound(wanted);
            AlarmListener listener =
                    new AlarmListener(
                            channel, (InetSocketAddress) channel.getLocalAddress(), alarms);
            listener.thread.start();
            return listener;
        } catch (IOException | UnresolvedAddressException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "alarms.listen " + wanted + ": want a free UDP port of this machine",
                    e);
        }
    }

    private static DatagramChannel bound(InetSocketAddress wanted) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            return channel.bind(wanted);
        } catch (IOException | UnresolvedAddressException e) {
            channel.close();
            throw e;
        }
    }

    /// Where it listens, its port known.
    InetSocketAddress address() {
        return address;
    }

    private void listen() {
        ByteBuffer datagram = ByteBuffer.allocate(BUFFER_BYTES);
        while (channel.isOpen()) {
            try {
                SocketAddress from = channel.receive(datagram.clear());
                if (from instanceof InetSocketAddress sender) {
                    datagram.flip();
                    received(sender, datagram);
                }
            } catch (ClosedChannelException _) {
                return;
            } catch (IOException e) {
                tell("a datagram was not received: " + e.getMessage());
            }
        }
    }

    private void received(InetSocketAddress sender, ByteBuffer datagram) {
        if (!pace.admits(sender.getAddress(), System.nanoTime())) {
            alarms.flooded();
            return;
        }
        byte[] frame = new byte[datagram.remaining()];
        datagram.get(frame);
        try {
            var _ = alarms.take(BRINGER, Bytes.of(frame));
        } catch (Fault fault) {
            tell("an alarm could not be judged: " + fault.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Logger.Level.ERROR, "an alarm could not be judged", e);
        }
    }

    private void tell(String trouble) {
        long now = System.nanoTime();
        if (now - toldNanos >= TOLD_EVERY.toNanos()) {
            toldNanos = now;
            LOG.log(Logger.Level.WARNING, trouble);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            thread.join();
        } catch (IOException e) {
            LOG.log(Logger.Level.WARNING, "the UDP port of alarms did not close", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
