package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A caller's side of a door: one message, one reply. One thread at a time.
///
/// A connection that was let go meanwhile is made anew, once for each message.
final class DoorLink implements AutoCloseable {
    private final Path socket;
    private final Duration patience;
    private Connection connection;

    private DoorLink(Path socket, Duration patience) throws IOException {
        this.socket = socket;
        this.patience = patience;
        connection = new Connection(socket);
    }

    /// @param patience how long a reply may take
    /// @throws Fault `UNAVAILABLE` when nobody is behind the door, or it is not for this user
    static DoorLink connect(Path socket, Duration patience) {
        try {
            return new DoorLink(socket, patience);
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "nobody answers at " + socket + ": start what serves it, as a user that may",
                    e);
        }
    }

    /// What was asked for.
    ///
    /// @throws Fault of the kind that the other side says; `UNAVAILABLE` when it does not answer
    Bytes ask(Bytes message) {
        return DoorReply.orThrow(exchange(message));
    }

    private Bytes exchange(Bytes message) {
        ByteBuffer octets = DoorFrame.of(message);
        try {
            Optional<Bytes> reply = connection.exchange(octets, patience);
            if (reply.isEmpty()) {
                connection.close();
                connection = new Connection(socket);
                reply = connection.exchange(octets.rewind(), patience);
            }
            return reply.orElseThrow(() -> away(null));
        } catch (IOException e) {
            throw away(e);
        }
    }

    private Fault away(@Nullable IOException cause) {
        String why = "no reply from " + socket + " within " + patience.toMillis() + " ms";
        return cause == null
                ? new Fault(Fault.Kind.UNAVAILABLE, why)
                : new Fault(Fault.Kind.UNAVAILABLE, why, cause);
    }

    @Override
    public void close() {
        connection.close();
    }

    /// One connection, until it ends.
    private static final class Connection {
        private final SocketChannel channel;
        private final Selector selector;

        Connection(Path socket) throws IOException {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
            channel.configureBlocking(false);
            selector = Selector.open();
            var _ = channel.register(selector, SelectionKey.OP_READ);
        }

        /// The reply, or nothing when the connection was at its end before it came.
        Optional<Bytes> exchange(ByteBuffer message, Duration patience) throws IOException {
            try {
                channel.write(message);
            } catch (IOException _) {
                return Optional.empty();
            }
            if (message.hasRemaining()) {
                throw new IOException("the other side does not read");
            }
            DoorFrame frame = new DoorFrame();
            long dueNs = System.nanoTime() + patience.toNanos();
            while (true) {
                Optional<Bytes> reply = frame.next();
                if (reply.isPresent()) {
                    return reply;
                }
                long leftMs = (dueNs - System.nanoTime()) / 1_000_000;
                if (leftMs <= 0 || selector.select(leftMs) == 0) {
                    throw new IOException("it is silent");
                }
                selector.selectedKeys().clear();
                if (!read(frame.room())) {
                    return Optional.empty();
                }
            }
        }

        private boolean read(ByteBuffer room) {
            try {
                return channel.read(room) >= 0;
            } catch (IOException _) {
                return false;
            }
        }

        void close() {
            try {
                selector.close();
                channel.close();
            } catch (IOException _) {
                // It is of no use any more either way.
            }
        }
    }
}
