package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.radio.Modulation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// The nodes of one cell as processes that send each other datagrams, each as late as its frame would be off the air.
///
/// It hears no two frames collide and nothing while it transmits. Datagrams of other senders than the cell's are dropped; that is
/// no protection, as anyone can forge a sender.
public final class UdpModem implements Modem {
    /// What frames over a wire are taken to be heard at: far from every limit.
    private static final double SNR_DB = 10;

    private final DatagramChannel channel;
    private final List<InetSocketAddress> others;
    private final Modulation modulation;
    private final ScheduledExecutorService air =
            Executors.newSingleThreadScheduledExecutor(
                    task -> Thread.ofPlatform().daemon().name("udp-air").unstarted(task));
    private final AtomicBoolean transmitting = new AtomicBoolean();
    private Listener listener = new Nobody();

    private UdpModem(
            DatagramChannel channel, List<InetSocketAddress> others, Modulation modulation) {
        this.channel = channel;
        this.others = others;
        this.modulation = modulation;
    }

    /// Opens a modem whose air is UDP.
    ///
    /// @param own address to receive at
    /// @param others nodes of the cell
    /// @throws Fault `UNAVAILABLE` when the address is taken
    public static UdpModem open(
            InetSocketAddress own, List<InetSocketAddress> others, Modulation modulation) {
        try {
            DatagramChannel channel = DatagramChannel.open().bind(own);
            return new UdpModem(channel, List.copyOf(others), modulation);
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "cannot receive datagrams at " + own, e);
        }
    }

    @Override
    public void start(Listener told) {
        listener = told;
        Thread.ofPlatform().daemon().name("udp-ear").start(this::listen);
    }

    private void listen() {
        ByteBuffer datagram = ByteBuffer.allocate(Modulation.MAX_FRAME_BYTES + 1);
        try {
            while (channel.isOpen()) {
                SocketAddress sender = channel.receive(datagram.clear());
                datagram.flip();
                byte[] frame = new byte[datagram.remaining()];
                datagram.get(frame);
                boolean ours = sender instanceof InetSocketAddress from && others.contains(from);
                if (ours && frame.length <= Modulation.MAX_FRAME_BYTES && !transmitting.get()) {
                    listener.received(Bytes.of(frame), SNR_DB);
                }
            }
        } catch (ClosedChannelException _) {
            listener.failed(new Fault(Fault.Kind.UNAVAILABLE, "the UDP port was closed"));
        } catch (IOException e) {
            listener.failed(new Fault(Fault.Kind.UNAVAILABLE, "the UDP port failed", e));
        }
    }

    @Override
    public void transmit(Bytes frame) {
        transmitting.set(true);
        long airTimeNs = modulation.airTimeNs(frame.length());
        Future<?> _ = air.schedule(() -> send(frame), airTimeNs, TimeUnit.NANOSECONDS);
    }

    private void send(Bytes frame) {
        for (InetSocketAddress other : others) {
            try {
                channel.send(ByteBuffer.wrap(frame.toArray()), other);
            } catch (IOException _) {
                // A node that is away misses the frame, as it would on the air.
            }
        }
        transmitting.set(false);
        listener.transmitted();
    }

    @Override
    public void close() {
        air.shutdownNow();
        try {
            channel.close();
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the UDP port cannot be closed", e);
        }
    }

    /// Before anybody listens.
    private static final class Nobody implements Listener {
        @Override
        public void received(Bytes frame, double snrDb) {}

        @Override
        public void transmitted() {}

        @Override
        public void failed(Fault fault) {}
    }
}
