package io.lapwing.vault.tpm;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.time.Duration;

/// A TCP or Unix socket with raw commands on it. It waits no longer than it was told to.
final class SocketTransport implements Transport {
    private final TpmAddress address;
    private final SocketChannel channel;
    private final Selector selector;

    private SocketTransport(TpmAddress address, SocketChannel channel, Selector selector) {
        this.address = address;
        this.channel = channel;
        this.selector = selector;
    }

    static SocketTransport connect(TpmAddress address, SocketAddress socket, Duration patience) {
        Deadline deadline = Deadline.in(patience);
        while (true) {
            SocketTransport transport = unconnected(address, socket);
            try {
                transport.connect(socket, deadline);
                return transport;
            } catch (IOException | UnresolvedAddressException e) {
                transport.close();
                if (!isQueueFull(address, e)) {
                    throw new Fault(
                            Fault.Kind.UNAVAILABLE,
                            "no TPM answers at %s: see that it runs".formatted(address),
                            e);
                }
                deadline.pause(address);
            } catch (Fault e) {
                transport.close();
                throw e;
            }
        }
    }

    /// Whether a Unix socket is there and listened to, but too many wait (connect(2): EAGAIN).
    private static boolean isQueueFull(TpmAddress address, Exception e) {
        return address instanceof TpmAddress.Unix(var path)
                && e instanceof SocketException
                && !(e instanceof ConnectException)
                && Files.exists(path);
    }

    private static SocketTransport unconnected(TpmAddress address, SocketAddress socket) {
        try {
            SocketChannel channel =
                    socket instanceof InetSocketAddress
                            ? SocketChannel.open()
                            : SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.configureBlocking(false);
            return new SocketTransport(address, channel, Selector.open());
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "no socket can be opened to " + address, e);
        }
    }

    private void connect(SocketAddress socket, Deadline deadline) throws IOException {
        SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
        if (!channel.connect(socket)) {
            do {
                await(key, SelectionKey.OP_CONNECT, deadline);
            } while (!channel.finishConnect());
        }
        if (socket instanceof InetSocketAddress) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
    }

    @Override
    public byte[] exchange(byte[] command, Duration patience) {
        ResponseFrame frame = new ResponseFrame();
        try {
            Deadline deadline = Deadline.in(patience);
            send(ByteBuffer.wrap(command), deadline);
            receive(frame, deadline);
            return frame.octets();
        } catch (IOException | ClosedSelectorException | CancelledKeyException e) {
            close();
            throw new Fault(Fault.Kind.UNAVAILABLE, lost(), e);
        } catch (Fault e) {
            close();
            throw e;
        } finally {
            frame.clear();
        }
    }

    private void send(ByteBuffer command, Deadline deadline) throws IOException {
        SelectionKey key = key();
        channel.write(command);
        while (command.hasRemaining()) {
            await(key, SelectionKey.OP_WRITE, deadline);
            channel.write(command);
        }
    }

    private void receive(ResponseFrame frame, Deadline deadline) throws IOException {
        SelectionKey key = key();
        while (!frame.complete()) {
            await(key, SelectionKey.OP_READ, deadline);
            if (channel.read(frame.room()) < 0) {
                throw new Fault(Fault.Kind.UNAVAILABLE, lost());
            }
        }
    }

    private SelectionKey key() {
        SelectionKey key = channel.keyFor(selector);
        if (key == null) {
            throw new Fault(Fault.Kind.UNAVAILABLE, lost());
        }
        return key;
    }

    private String lost() {
        return "the TPM at %s hung up: open it again".formatted(address);
    }

    private void await(SelectionKey key, int operation, Deadline deadline) throws IOException {
        key.interestOps(operation);
        int ready = selector.select(deadline.leftMs());
        selector.selectedKeys().clear();
        if (ready > 0) {
            return;
        }
        if (Thread.interrupted()) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "interrupted while waiting for the TPM");
        }
        if (deadline.isPast()) {
            throw deadline.fault(address);
        }
    }

    @Override
    public void close() {
        try (channel;
                selector) {
            // both are closed, also when one fails
        } catch (IOException _) {
            // it is gone either way
        }
    }
}
